// @ts-check
// What the documentation is made of: its pages, their blocks of code, their headings and links.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { slug } from "github-slugger";
import { ROOT } from "./root.mjs";

/**
 * @typedef {object} Block
 * @property {string} page its path in the repository
 * @property {number} line where its fence is, from 1
 * @property {string} language
 * @property {Map<string, string>} words after the language: `refreshes`, `back-end=a`
 * @property {string} text with its last line's end
 */

/** The folder of the pages. */
export const DOCS = "www/docs";

/** Every page, by its path in the repository. */
export const pages = () => [
  "README.md",
  "pkg-template/README.md",
  ...languages().flatMap((language) =>
    readdirSync(join(ROOT, DOCS, language))
      .filter((name) => name.endsWith(".md") && !name.startsWith("["))
      .sort()
      .map((name) => `${DOCS}/${language}/${name}`),
  ),
];

/** The languages of the documentation. */
export const languages = () =>
  existsSync(join(ROOT, DOCS)) ? readdirSync(join(ROOT, DOCS)).sort() : [];

/** @param {string} page */
export const read = (page) => readFileSync(join(ROOT, page), "utf8");

/** `recipes` of `www/docs/en/recipes.md`; `readme`, `npm` for the two READMEs. @param {string} page */
export const nameOf = (page) =>
  page === "README.md"
    ? "readme"
    : page === "pkg-template/README.md"
      ? "npm"
      : relative(DOCS, page).replace(/^en\//, "").replace(/\.md$/, "");

/**
 * The fenced blocks of a page.
 * @param {string} page
 * @param {string} [text]
 */
export const blocksOf = (page, text = read(page)) => {
  /** @type {Block[]} */
  const blocks = [];
  /** @type {{ indent: string, fence: string, block: Block } | undefined} */
  let open;
  for (const [index, line] of text.split("\n").entries()) {
    const found = /^(\s*(?:>\s?)?)(`{3,}|~{3,})\s*(.*)$/.exec(line);
    if (open) {
      if (found && !found[3] && found[2].startsWith(open.fence)) {
        blocks.push(open.block);
        open = undefined;
      } else {
        const { indent } = open;
        open.block.text +=
          (line.startsWith(indent) ? line.slice(indent.length) : line) + "\n";
      }
    } else if (found) {
      const [language = "", ...rest] = found[3].split(/\s+/);
      const words = new Map(
        rest.filter(Boolean).map((word) => {
          const [name, value = ""] = word.split(/=(.*)/s);
          return [name, value];
        }),
      );
      const block = { page, line: index + 1, language, words, text: "" };
      open = { indent: found[1], fence: found[2], block };
    }
  }
  if (open) throw new Error(`${where(open.block)} is never closed`);
  return blocks;
};

/** The text between the blocks, line by line as it was. @param {string} text */
export const proseOf = (text) => {
  let fence = "";
  return text
    .split("\n")
    .map((line) => {
      const found = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
      if (fence) {
        if (found?.startsWith(fence)) fence = "";
        return "";
      }
      if (found) fence = found;
      return found ? "" : line;
    })
    .join("\n");
};

/** The anchors of a page. @param {string} text */
export const anchorsOf = (text) =>
  [...proseOf(text).matchAll(/^#+\s+(.*)$/gm)].map(([, heading]) =>
    slug(heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")),
  );

/** The targets of the links of a page. @param {string} text */
export const linksOf = (text) => [
  ...[
    ...proseOf(text)
      .replace(/`[^`]*`/g, "``")
      .matchAll(/\]\(\s*<?([^)\s>]+)/g),
  ].map(([, target]) => target),
  ...[...proseOf(text).matchAll(/^\[[^\]]+\]:\s*(\S+)/gm)].map(
    ([, target]) => target,
  ),
];

/** @param {Block} block */
export const where = ({ page, line }) => `${page}:${line}`;
