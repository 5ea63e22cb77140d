// @ts-check
// The report as a picture: a panel for each case, a bar for each peer, a column for each browser.
//
// Ours, not a library's: 60 lines draw labelled bars in the reader's colour scheme, without a DOM, and the same
// figures always give the same bytes.

import { figure } from "./table.mjs";
import { OURS, TITLES } from "./names.mjs";

const COLUMN = 560;
const ROW = 16;
const NAMES = 200;
const BARS = 240;

/** Colours that hold on white and on black. */
const STYLE = `
  text { font: 11px system-ui, sans-serif; fill: #333 }
  .title { font-weight: 600 }
  rect { fill: #9aa5b1 }
  rect.ours { fill: #d9480f }
  @media (prefers-color-scheme: dark) { text { fill: #ddd } rect { fill: #6b7684 } }
`;

/** @param {any} report */
export const chart = (report) => {
  const browsers = Object.keys(report.browsers);
  const parts = [];
  let height = 0;
  browsers.forEach((browser, column) => {
    const x = column * COLUMN + 10;
    let y = 20;
    parts.push(text(x, y, `${browser}: ${report.browsers[browser]}`, "title"));
    y += 24;
    for (const one of report.cases)
      if (one.browser === browser) {
        parts.push(panel(one, x, y));
        y += (Object.keys(one.rows).length + 2) * ROW;
      }
    height = Math.max(height, y);
  });
  const foot = `${report.date}, ${report.machine}; shorter is better`;
  parts.push(text(10, height + 10, foot));
  const width = browsers.length * COLUMN;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height + 24}">
<style>${STYLE}</style>
${parts.join("\n")}
</svg>
`;
};

const panel = (one, x, y) => {
  const rows = Object.entries(one.rows);
  const most = Math.max(...rows.map(([, { median }]) => median ?? 0));
  const lines = rows.map(([name, { median, unabortable }], at) => {
    const top = y + (at + 1) * ROW;
    const label = text(x, top, TITLES[name]);
    if (median === undefined) {
      const why = unabortable
        ? "an abort ends no wait"
        : "requests never settle";
      return label + text(x + NAMES, top, why);
    }
    const width = Math.max(1, (Math.max(0, median) / most) * BARS).toFixed(1);
    const ours = OURS.includes(name) ? ' class="ours"' : "";
    const bar = `<rect${ours} x="${x + NAMES}" y="${top - 9}" width="${width}" height="11"/>`;
    const end = x + NAMES + Number(width) + 5;
    return label + bar + text(end, top, `${figure(median)} ${one.unit}`);
  });
  return [text(x, y, one.title, "title"), ...lines].join("\n");
};

const text = (x, y, content, kind = "") =>
  `<text${kind && ` class="${kind}"`} x="${x.toFixed(0)}" y="${y}">${content.replace(/&/g, "&amp;").replace(/</g, "&lt;")}</text>`;
