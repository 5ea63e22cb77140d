// @ts-check
// The goals, compared with the measurements of a run.

import { BASE, OURS, TITLES } from "./names.mjs";

/**
 * For each goal: the name of the case, the measure, its upper limits, and how to compute it from a row and all rows.
 * The limits are those of `everfetch` in Chromium and in Firefox, then those of `everfetch/axios`; a last one stands
 * for all that follow.
 * @type {[string, string, number[], (row: any, rows: any) => number | undefined][]}
 */
const GOALS = [
  [
    "bytes",
    "brotli size, relative to axios + axios-auth-refresh",
    [0.75, 0.75, 1],
    byBase("median"),
  ],
  [
    "stubbed-get",
    "cost of a GET above plain fetch, relative to axios",
    [0.1, 0.2, 0.2, 0.35],
    byBase("above"),
  ],
  [
    "stubbed-apart",
    "the same, 10 ms after the last one",
    [0.15, 0.25, 0.55],
    byBase("above"),
  ],
  [
    "stubbed-get-200",
    "the same, 200 simultaneous requests",
    [0.1, 0.2, 0.2, 0.35],
    byBase("above"),
  ],
  [
    "stubbed-post-1k",
    "a POST of 1 kB, likewise",
    [0.2, 0.2, 0.55],
    byBase("above"),
  ],
  ["burst-10000", "refreshes in a burst", [1], (row) => row.refreshes],
  [
    "burst-10000",
    "time of a burst, relative to fetch with a hand-written queue",
    [1.25],
    (row, rows) => row.median / rows["fetch-queue"].median,
  ],
  [
    "burst-10000",
    "exponent of the growth of that time",
    [1.05],
    (row) => row.growth,
  ],
  [
    "burst-10000",
    "bytes of heap per waiter",
    [1000],
    (row) => row.bytesPerWaiter,
  ],
  ...["start-cold", "start-warm", "start-cold-4x", "start-warm-4x"].map(
    (name) =>
      /** @type {(typeof GOALS)[number]} */ ([
        name,
        `${name.replace(/-/g, " ")}, relative to axios + axios-auth-refresh`,
        [0.9],
        byBase("median"),
      ]),
  ),
  [
    "memory-requests",
    "WebAssembly memory pages after 100 000 requests",
    [3],
    (row) => row.wasmPages,
  ],
];

const BROWSERS = ["chromium", "firefox"];

/**
 * @param {any} report
 * @returns {{ what: string, browser: string, value: number, most: number, met: boolean }[]}
 */
export const measure = (report) =>
  GOALS.flatMap(([name, what, limits, take]) =>
    report.cases
      .filter((/** @type {any} */ one) => one.name === name)
      .flatMap((/** @type {any} */ { browser, rows }) =>
        OURS.filter((ours) => rows[ours]).map((ours) => {
          const value = Number(take(rows[ours], rows));
          const place = 2 * OURS.indexOf(ours) + BROWSERS.indexOf(browser);
          const most = Number(limits[place] ?? limits.at(-1));
          const met = value <= most;
          return {
            what: `${TITLES[ours]}: ${what}`,
            browser,
            value,
            most,
            met,
          };
        }),
      )
      .filter((/** @type {any} */ { value }) => !Number.isNaN(value)),
  );

/** @param {any} report */
export const goals = (report) => {
  const lines = measure(report).map(
    ({ what, browser, value, most, met }) =>
      `${what} (${browser})`.padEnd(88) +
      `${Number(value.toFixed(2))}`.padStart(8) +
      `  goal ≤ ${most}: ${met ? "met" : "not met"}`,
  );
  return lines.length ? ["", ...lines].join("\n") : "";
};

/** @param {string} column */
function byBase(column) {
  return (/** @type {any} */ row, /** @type {any} */ rows) =>
    row[column] / rows[BASE][column];
}
