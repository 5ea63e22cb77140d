// @ts-check
// The report as text: absolute values and ratios for each case.

import { BASE, TITLES } from "./names.mjs";

/** @param {any} report */
export const table = (report) => {
  const lines = [
    "",
    `${report.date}, ${report.machine}`,
    Object.entries({ ...report.browsers, ...report.versions })
      .map(([name, version]) => `${name} ${version}`)
      .join(", "),
  ];
  for (const one of report.cases) {
    const rounds = one.rounds ? `, ${one.rounds} rounds` : "";
    lines.push("", `${one.title} (${one.browser}${rounds})`);
    lines.push(
      line("", `${one.unit}`, "quartiles", "ratio", "above", "ratio", ""),
    );
    const base = one.rows[BASE];
    for (const [name, row] of Object.entries(one.rows)) {
      const { median, low, high, above, ...facts } = row;
      lines.push(
        line(
          TITLES[name],
          figure(median),
          low === undefined ? "" : `${figure(low)}–${figure(high)}`,
          ratio(median, base.median),
          figure(above),
          ratio(above, base.above),
          Object.entries(facts)
            .filter(([, value]) => value !== undefined)
            .map(([what, value]) => `${what} ${value}`)
            .join(", "),
        ),
      );
    }
  }
  lines.push(
    "",
    `Ratios are relative to ${TITLES[BASE]}; "above" is the difference from ${TITLES.fetch}.`,
    "unabortable: waiting requests that no abort ends. never: requests that never settle.",
  );
  return lines.join("\n");
};

const line = (name, median, spread, ratio, above, aboveRatio, facts) =>
  [
    name.padEnd(34),
    median.padStart(9),
    spread.padStart(17),
    ratio.padStart(7),
    above.padStart(9),
    aboveRatio.padStart(7),
    facts && "  " + facts,
  ]
    .join(" ")
    .trimEnd();

/** Rounds to three significant digits. @param {number | undefined} value */
export const figure = (value) => {
  if (value === undefined || value === null || Number.isNaN(value)) return "";
  const size = Math.abs(value);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2);
};

const ratio = (value, base) =>
  value === undefined || !base ? "" : (value / base).toFixed(2);
