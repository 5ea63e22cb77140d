// @ts-check
// A Vite plugin: each Markdown file of docs/ as a page of its own, made when the site is built. English ones
// are /docs/start.html, those of other languages /docs/zh/start.html.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { layout } from "./layout.js";
import { render } from "./markdown.js";

/**
 * A page, as the others see it.
 * @typedef {object} Entry
 * @property {string} name `start`
 * @property {string} language `en`
 * @property {string} title
 * @property {string} path below docs/: `start.html`, `zh/start.html`
 * @property {string} text its Markdown
 */

/** In the order of reading; what is not named here comes after. */
const ORDER = [
  "start",
  "migrate",
  "frameworks",
  "options",
  "errors",
  "recipes",
  "guarantees",
  "security",
  "troubleshooting",
  "bundlers",
  "devtools",
];

/** The style of the demo, and what the pages of text add to it. */
const STYLES = ["src/style.css", "src/docs.css"];

/** @returns {import("vite").Plugin} */
export const docs = () => {
  let root = "";
  return {
    name: "everfetch-docs",
    configResolved: (config) => {
      root = config.root;
    },
    generateBundle() {
      const style = this.emitFile({
        type: "asset",
        name: "docs.css",
        source: styleOf(root),
      });
      const href = "/" + this.getFileName(style);
      for (const [fileName, source] of made(root, href))
        this.emitFile({ type: "asset", fileName: `docs/${fileName}`, source });
    },
    configureServer: (server) => {
      server.middlewares.use("/docs", (request, response, next) => {
        const path = (request.url ?? "").replace(/[?#].*/, "").slice(1);
        if (path === "docs.css") {
          response.setHeader("Content-Type", "text/css");
          return response.end(styleOf(root));
        }
        const page = made(root, "/docs/docs.css").get(path || "index.html");
        if (!page) return next();
        response.setHeader("Content-Type", "text/html; charset=utf-8");
        response.end(page);
      });
    },
  };
};

/** @param {string} root */
const styleOf = (root) =>
  STYLES.map((file) => readFileSync(join(root, file), "utf8")).join("\n");

/**
 * The pages, by their path below docs/.
 * @param {string} root
 * @param {string} style where it is
 */
const made = (root, style) => {
  const entries = entriesOf(join(root, "docs"));
  /** @type {Map<string, string>} */
  const pages = new Map();
  for (const entry of entries)
    pages.set(entry.path, layout(entry, render(entry.text), entries, style));
  for (const [path, page] of [...pages])
    if (/(^|\/)start\.html$/.test(path))
      pages.set(path.replace("start.html", "index.html"), page);
  return pages;
};

/** @param {string} folder */
const entriesOf = (folder) =>
  languagesOf(folder).flatMap((language) => {
    /** @type {Entry[]} */
    const entries = readdirSync(join(folder, language))
      .filter((file) => file.endsWith(".md"))
      .map((file) => {
        const name = file.slice(0, -3);
        const text = readFileSync(join(folder, language, file), "utf8");
        const title = /^# (.*)$/m.exec(text)?.[1] ?? name;
        const path = (language === "en" ? "" : `${language}/`) + `${name}.html`;
        return { name, language, title, path, text };
      });
    const place = (/** @type {Entry} */ { name }) =>
      ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length;
    return entries.sort(
      (a, b) => place(a) - place(b) || (a.name < b.name ? -1 : 1),
    );
  });

/** @param {string} folder */
const languagesOf = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
    : [];
