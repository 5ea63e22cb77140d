// @ts-check
// The goals, compared with the measurements of a run.

import { BASE } from "./names.mjs";

/**
 * For each goal: the name of the case, the measure, its upper limit, and how to compute it from the rows.
 * @type {[string, string, number, (rows: any) => number | undefined][]}
 */
const GOALS = [
  [
    "bytes",
    "brotli size, relative to axios + axios-auth-refresh",
    0.75,
    byBase("median"),
  ],
  [
    "stubbed-get",
    "cost of a request above plain fetch, relative to axios",
    0.15,
    byBase("above"),
  ],
  [
    "stubbed-get-200",
    "the same, 200 simultaneous requests",
    0.15,
    byBase("above"),
  ],
  [
    "burst-10000",
    "refreshes in a burst",
    1,
    (rows) => rows.everfetch.refreshes,
  ],
  [
    "burst-10000",
    "time of a burst, relative to fetch with a hand-written queue",
    1.5,
    (rows) => rows.everfetch.median / rows["fetch-queue"].median,
  ],
  [
    "burst-10000",
    "exponent of the growth of that time",
    1.05,
    (rows) => rows.everfetch.growth,
  ],
  [
    "burst-10000",
    "bytes of heap per waiter",
    1000,
    (rows) => rows.everfetch.bytesPerWaiter,
  ],
  [
    "start-warm",
    "start-up, relative to axios + axios-auth-refresh",
    1,
    byBase("median"),
  ],
  ["start-warm-4x", "the same, CPU 4 × slower", 1, byBase("median")],
  [
    "memory-requests",
    "WebAssembly memory pages after 100 000 requests",
    17,
    (rows) => rows.everfetch.wasmPages,
  ],
];

/**
 * @param {any} report
 * @returns {{ what: string, browser: string, value: number, most: number, met: boolean }[]}
 */
export const measure = (report) =>
  GOALS.flatMap(([name, what, most, take]) =>
    report.cases
      .filter((/** @type {any} */ one) => one.name === name)
      .map((/** @type {any} */ { browser, rows }) => {
        const value = Number(take(rows));
        return { what, browser, value, most, met: value <= most };
      })
      .filter((/** @type {any} */ { value }) => !Number.isNaN(value)),
  );

/** @param {any} report */
export const goals = (report) => {
  const lines = measure(report).map(
    ({ what, browser, value, most, met }) =>
      `${what} (${browser})`.padEnd(64) +
      `${Number(value.toFixed(2))}`.padStart(8) +
      `  goal ≤ ${most}: ${met ? "met" : "not met"}`,
  );
  return lines.length ? ["", ...lines].join("\n") : "";
};

/** @param {string} column */
function byBase(column) {
  return (/** @type {any} */ rows) =>
    rows.everfetch[column] / rows[BASE][column];
}
