// @ts-check
// The tables of www/docs/en/servers.md and of its Chinese sibling.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROWS } from "../rows.mjs";
import { JOBS } from "./jobs.mjs";
import { ROOT } from "./paths.mjs";

/** @typedef {import("./results.mjs").Result} Result */

const BEGIN = "<!-- servers:begin -->";
const END = "<!-- servers:end -->";

/** How much of a failure's message a cell shows. */
const REASON = 120;

const LANGUAGES = /** @type {const} */ ({
  en: {
    language: "en",
    page: "www/docs/en/servers.md",
    heads: ["Back end", "Version", "Last run", "Options"],
    options: "as tested",
    job: (/** @type {import("./jobs.mjs").Job} */ { title }) => title,
    title: (/** @type {import("./types.mjs").Row} */ { title }) => title,
    missing: "not installed",
  },
  zh: {
    language: "zh",
    page: "www/docs/zh/servers.md",
    heads: ["后端", "版本", "最近一次运行", "选项"],
    options: "测试所用",
    job: (/** @type {import("./jobs.mjs").Job} */ { zh }) => zh,
    title: (/** @type {import("./types.mjs").Row} */ { title, zh }) =>
      zh ?? title,
    missing: "未安装",
  },
});

/** @param {Result[]} results */
export function writeTables(results) {
  for (const words of Object.values(LANGUAGES))
    put(words.page, tables(results, words));
}

/**
 * @param {Result[]} results
 * @param {typeof LANGUAGES[keyof typeof LANGUAGES]} words
 */
function tables(results, words) {
  const notes = new Notes();
  const versions = results.map(({ row, date, versions, missing }) => [
    words.title(rowOf(row)),
    missing ? `${words.missing}: ${missing}` : versions.join(", ") || "–",
    date,
    `[${words.options}](${rowOf(row).page}.md)`,
  ]);
  const cells = results.map(({ row, cells, missing }) => [
    words.title(rowOf(row)),
    ...JOBS.map(({ name }) =>
      missing
        ? "–"
        : mark(cells[name] ?? cells["start"], notes, {
            passed: rowOf(row).notes?.[name]?.[words.language],
            impossible: rowOf(row).impossible?.[name]?.[words.language],
          }),
    ),
  ]);
  return [
    table([...words.heads], versions),
    table([words.heads[0], ...JOBS.map(words.job)], cells),
    ...notes.lines(),
  ].join("\n\n");
}

/** @param {string} name */
const rowOf = (name) =>
  ROWS.find((row) => row.name === name) ?? fail(`no row ${name}`);

/** @param {string} message @returns {never} */
function fail(message) {
  throw new Error(message);
}

/** The numbers of the notes under the table: what a server can't do. */
class Notes {
  /** @type {string[]} */
  #texts = [];

  /** @param {string} text */
  number(text) {
    if (!this.#texts.includes(text)) this.#texts.push(text);
    return this.#texts.indexOf(text) + 1;
  }

  lines() {
    return this.#texts.map((text, index) => `${index + 1}. ${text}`);
  }
}

/**
 * @param {string | undefined} cell
 * @param {Notes} notes
 * @param {{ passed?: string, impossible?: string }} texts
 */
function mark(cell, notes, { passed, impossible }) {
  if (impossible) return `– (${notes.number(impossible)})`;
  if (cell === "") return passed ? `✓ (${notes.number(passed)})` : "✓";
  const [first = "–"] = (cell ?? "").split("\n");
  return `✗ ${first.replaceAll("|", "\\|").slice(0, REASON)}`;
}

/** @param {string[]} heads @param {string[][]} rows */
function table(heads, rows) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(" | ")} |`;
  const rule = `|${"---|".repeat(heads.length)}`;
  return [line(heads), rule, ...rows.map(line)].join("\n");
}

/** Puts the tables where the page has its markers. @param {string} page @param {string} text */
function put(page, text) {
  const file = join(ROOT, page);
  const [before, rest] = readFileSync(file, "utf8").split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error(`${page} lacks ${BEGIN} or ${END}`);
  writeFileSync(file, `${before}${BEGIN}\n\n${text}\n\n${END}${after}`);
}
