// @ts-check
// Snippets as modules: each block of code, with those that it continues, in a file where its lines have the
// numbers that they have in the page.

import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { component } from "./component.mjs";
import { nameOf, where } from "./markdown.mjs";

/** @typedef {import("./markdown.mjs").Block} Block */

/**
 * One or more blocks, as one module.
 * @typedef {object} Program
 * @property {Block[]} blocks
 * @property {string} file where it is written
 * @property {string} text
 * @property {Map<string, string>} words of all its blocks
 */

/** Where the programs are. */
export const SNIPPETS = fileURLToPath(new URL("snippets/", import.meta.url));

/** The languages whose blocks become programs. */
export const CODE = ["js", "ts", "jsx", "tsx", "vue"];

/** What may stand after the language of code. */
export const WORDS = [
  "continue",
  "back-end",
  "refreshes",
  "throws",
  "check",
  "file",
  "options",
  "before",
  "dom",
  "runner",
  "server",
];

/**
 * The programs of one page; what is continued goes into one with what continues it.
 * @param {Block[]} blocks
 */
export const programsOf = (blocks) => {
  /** @type {Block[][]} */
  const groups = [];
  for (const block of blocks) {
    if (!CODE.includes(block.language) || block.words.has("before")) continue;
    for (const word of block.words.keys())
      if (!WORDS.includes(word))
        throw new Error(`${where(block)}: there is no word "${word}"`);
    if (!block.words.has("continue")) groups.push([block]);
    else if (groups.length) groups[groups.length - 1].push(block);
    else throw new Error(`${where(block)} continues nothing`);
  }
  return groups.map(program);
};

/**
 * @param {Block[]} blocks
 * @returns {Program}
 */
const program = (blocks) => {
  const [first] = blocks;
  const words = new Map(blocks.flatMap((block) => [...block.words]));
  const languages = blocks.map(({ language }) => language);
  const language =
    ["vue", "tsx", "jsx", "ts"].find((name) => languages.includes(name)) ??
    "js";
  const name = words.get("file") || `line-${first.line}.${language}`;
  const file = join(SNIPPETS, nameOf(first.page), name);
  const text = words.has("options") ? wrapped(first) : joined(blocks);
  if (language === "vue") component(text, where(first));
  return { blocks, file, text, words };
};

/** The blocks, each at the lines where it stands in its page. @param {Block[]} blocks */
const joined = (blocks) => {
  let text = "";
  let line = 0;
  for (const block of blocks) {
    text += "\n".repeat(Math.max(block.line - line, 0)) + block.text;
    line = block.line + block.text.split("\n").length - 1;
  }
  return text;
};

/** A piece of the options as a client that has them. @param {Block} block */
const wrapped = (block) =>
  "\n".repeat(block.line - 1) +
  'import { createClient } from "everfetch"; const api = createClient({ baseURL: "/api",\n' +
  block.text.replace(/;?\n$/, "\n") +
  "});\n";

/**
 * Writes the programs where the compiler looks for them, and what they import that their page does not show:
 * `pages/<page>/files`. Of a component, its script as well.
 * @param {Program[]} programs
 */
export const write = (programs) => {
  rmSync(SNIPPETS, { recursive: true, force: true });
  for (const page of new Set(
    programs.map(({ blocks }) => nameOf(blocks[0].page)),
  )) {
    const files = fileURLToPath(
      new URL(`pages/${page}/files`, import.meta.url),
    );
    if (existsSync(files))
      cpSync(files, join(SNIPPETS, page), { recursive: true });
  }
  /** @type {Map<string, string>} */
  const written = new Map();
  for (const { file, text, blocks } of programs) {
    if ((written.get(file) ?? text) !== text)
      throw new Error(`${where(blocks[0])}: another block is ${file} as well`);
    written.set(file, text);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    if (file.endsWith(".vue")) {
      const { script, loader } = component(text);
      writeFileSync(`${file}.script.${loader}`, script);
    }
  }
};
