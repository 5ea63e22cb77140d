// @ts-check
// Markdown as HTML: anchors at the headings, colours in the code, links from page to page.

import hljs from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import http from "highlight.js/lib/languages/http";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";
import MarkdownIt from "markdown-it";
import { slug } from "./slug.js";

const LANGUAGES = { bash, http, javascript, json, typescript, xml };
for (const [name, language] of Object.entries(LANGUAGES))
  hljs.registerLanguage(name, language);

/** What the pages call them. */
const CALLED = /** @type {Record<string, string>} */ ({
  html: "xml",
  http: "http",
  js: "javascript",
  json: "json",
  jsx: "javascript",
  sh: "bash",
  ts: "typescript",
  tsx: "typescript",
  vue: "xml",
});

/**
 * @typedef {object} Rendered
 * @property {string} html
 * @property {{ id: string, text: string }[]} headings those of the second level
 */

/**
 * @param {string} text Markdown
 * @returns {Rendered}
 */
export const render = (text) => {
  /** @type {Rendered["headings"]} */
  const headings = [];
  const markdown = new MarkdownIt({ html: false, highlight });
  const { rules } = markdown.renderer;

  rules.heading_open = (tokens, index, options, _, self) => {
    const inline = tokens[index + 1];
    const words = (inline.children ?? [])
      .filter(({ type }) => type === "text" || type === "code_inline")
      .map(({ content }) => content)
      .join("");
    const id = slug(words);
    tokens[index].attrSet("id", id);
    if (tokens[index].tag === "h2") headings.push({ id, text: words });
    return self.renderToken(tokens, index, options);
  };
  rules.heading_close = (tokens, index, options, _, self) => {
    const id = tokens[index - 2].attrGet("id");
    const anchor =
      tokens[index].tag === "h1"
        ? ""
        : ` <a class="anchor" href="#${id}" aria-hidden="true" tabindex="-1">#</a>`;
    return anchor + self.renderToken(tokens, index, options);
  };
  rules.link_open = (tokens, index, options, _, self) => {
    const href = String(tokens[index].attrGet("href"));
    tokens[index].attrSet("href", pageOf(href));
    return self.renderToken(tokens, index, options);
  };
  // A wide table scrolls by itself, not with the page.
  rules.table_open = () => '<div class="table" tabindex="0"><table>\n';
  rules.table_close = () => "</table></div>\n";

  // Comments are for whoever writes the page.
  const html = markdown.render(text.replace(/^<!--[^]*?-->\n/gm, ""));
  return { html, headings };
};

/**
 * `migrate.md#a` is `migrate.html#a`. What is in the folder of a language here, is one folder up or down there.
 * @param {string} href
 */
const pageOf = (href) =>
  /^[a-z]+:/i.test(href)
    ? href
    : href
        .replace(/\.md(?=#|$)/, ".html")
        .replace(/^\.\.\/en\//, "../")
        .replace(/^\.\.\/(?=\w+\/)/, "");

/**
 * @param {string} code
 * @param {string} name of its language
 * @param {string} words after it
 */
const highlight = (code, name, words) => {
  const language = CALLED[name];
  const html = language
    ? hljs.highlight(code, { language }).value
    : code.replace(/&/g, "&amp;").replace(/</g, "&lt;");
  const file = /\bfile=(\S+)/.exec(words)?.[1];
  // Whatever begins with <pre is used as it is.
  return `<pre tabindex="0"${file ? ` data-file="${file}"` : ""}><code>${html}</code></pre>\n`;
};
