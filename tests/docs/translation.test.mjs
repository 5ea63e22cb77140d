// A page in another language has the code of the English one: its own are the comments, and strings for people.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { transformSync } from "esbuild";
import { DOCS, blocksOf, languages, pages } from "./markdown.mjs";
import { ROOT } from "./root.mjs";

/** The pages that there are in every language. */
const EVERYWHERE = ["start", "migrate", "options", "errors"];

for (const language of languages().filter((language) => language !== "en")) {
  test(`the first pages are there in ${language}`, () => {
    for (const name of EVERYWHERE)
      assert.ok(existsSync(join(ROOT, DOCS, language, `${name}.md`)), name);
  });

  for (const page of pages().filter((page) =>
    page.startsWith(`${DOCS}/${language}/`),
  ))
    test(`${page}: the same code as in English`, () => {
      const ours = blocksOf(page);
      const english = blocksOf(page.replace(`/${language}/`, "/en/"));
      assert.deepEqual(
        ours.map(({ language }) => language),
        english.map(({ language }) => language),
      );
      for (const [index, block] of ours.entries()) {
        const original = english[index];
        assert.deepEqual(block.words, original.words, `line ${block.line}`);
        assert.deepEqual(
          bare(block),
          likewise(bare(original), bare(block)),
          `line ${block.line}`,
        );
      }
    });
}

/** A block without comments, in pieces: every second is a string. @param {import("./markdown.mjs").Block} block */
function bare({ language, text, words }) {
  if (language === "text") return [];
  if (language === "vue" || language === "html")
    text = text.replace(/^\s*\/\/.*\n|<!--[^]*?-->\n?/gm, "");
  else if (language === "sh") text = text.replace(/\s*#.*$/gm, "");
  else if (language !== "json" && language !== "http")
    text = transformSync(words.has("options") ? `({${text}})` : text, {
      loader: language.endsWith("x") ? language : `${language}x`,
      format: "esm",
      jsx: "preserve",
      minifyWhitespace: true,
      charset: "utf8",
    }).code;
  return text.trim().split(/("[^"]*"|`[^`]*`|>[^<>{}]+<)/);
}

/** The original's pieces, with such strings as are written for people as the other has them. */
function likewise(original, translated) {
  return original.map((piece, index) =>
    index % 2 && /[^\x00-\x7f]/.test(translated[index] ?? "")
      ? translated[index]
      : piece,
  );
}
