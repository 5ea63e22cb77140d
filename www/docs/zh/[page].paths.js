// The English pages that have not been translated: the Chinese site shows the English text.

import { readFileSync, readdirSync } from "node:fs";

const folder = (language) => new URL(`../${language}/`, import.meta.url);

export default {
  paths: () => {
    const translated = readdirSync(folder("zh"));
    return readdirSync(folder("en"))
      .filter((file) => !translated.includes(file))
      .map((file) => ({
        params: { page: file.replace(/\.md$/, "") },
        content: english(file),
      }));
  },
};

/** The text of an English page. Its links to a section stay English, because translated headings have other anchors. */
function english(file) {
  const text = readFileSync(new URL(file, folder("en")), "utf8");
  return text.replace(/\]\((?=[\w-]+\.md#)/g, "](../en/");
}
