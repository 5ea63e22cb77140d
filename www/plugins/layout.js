// @ts-check
// The HTML around a page of the documentation: head, navigation, table of contents. It needs no script.

/** @typedef {import("./docs.js").Entry} Entry */

/** The labels around the text, by language. */
const WORDS = /** @type {Record<string, Record<string, string>>} */ ({
  en: {
    called: "English",
    contents: "On this page",
    demo: "Demo",
    figures: "Benchmarks",
    next: "Next",
    pages: "Documentation",
    previous: "Previous",
    skip: "Skip to content",
  },
  zh: {
    called: "中文",
    contents: "本页内容",
    demo: "演示",
    figures: "性能测试",
    next: "下一页",
    pages: "文档",
    previous: "上一页",
    skip: "跳到正文",
  },
});

/**
 * @param {Entry} entry
 * @param {import("./markdown.js").Rendered} text
 * @param {Entry[]} entries all of them
 * @param {string} style where it is
 */
export const layout = (entry, { html, headings }, entries, style) => {
  const words = WORDS[entry.language] ?? WORDS.en;
  const same = readable(entries, entry.language);
  const place = same.indexOf(entry);
  /** @param {Entry | undefined} other @param {string} word */
  const beside = (other, word) =>
    other
      ? `<a href="${to(other)}"><small>${word}</small> ${escape(other.title)}</a>`
      : "<span></span>";
  return `<!doctype html>
<html lang="${entry.language}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${escape(entry.title)} · everfetch</title>
    <link rel="stylesheet" href="${style}" />
  </head>
  <body class="docs">
    <a class="skip" href="#text">${words.skip}</a>
    <header>
      <p class="brand"><a href="/docs/">everfetch</a></p>
      <nav class="site">
        <a href="/">${words.demo}</a>
        <a href="/figures.html">${words.figures}</a>
        ${languages(entry, entries)}
      </nav>
    </header>
    <details class="pages">
      <summary>${words.pages}</summary>
      ${list(same, entry)}
    </details>
    <nav class="pages" aria-label="${words.pages}">
      ${list(same, entry)}
    </nav>
    <main id="text">
      <article>
${html}
      </article>
      <nav class="beside">
        ${beside(same[place - 1], words.previous)}
        ${beside(same[place + 1], words.next)}
      </nav>
    </main>
    ${contents(headings, words.contents)}
  </body>
</html>
`;
};

/**
 * Every page once: in the language, or else in English.
 * @param {Entry[]} entries
 * @param {string} language
 */
const readable = (entries, language) =>
  entries
    .filter((entry) => entry.language === "en")
    .map(
      (english) =>
        entries.find(
          (entry) => entry.name === english.name && entry.language === language,
        ) ?? english,
    );

/** Absolute: start is also the folder's index. @param {Entry} entry */
const to = ({ path }) => `/docs/${path}`;

/** The same page in the others; where it is not, their first. @param {Entry} entry @param {Entry[]} entries */
const languages = (entry, entries) =>
  [...new Set(entries.map(({ language }) => language))]
    .filter((language) => language !== entry.language)
    .map((language) => {
      const all = entries.filter((other) => other.language === language);
      const other = all.find(({ name }) => name === entry.name) ?? all[0];
      return `<a href="${to(other)}" lang="${language}">${WORDS[language]?.called ?? language}</a>`;
    })
    .join("\n        ");

/** @param {Entry[]} entries @param {Entry} current */
const list = (entries, current) =>
  `<ul>${entries
    .map(
      (entry) =>
        `<li><a href="${to(entry)}"${entry === current ? ' aria-current="page"' : ""}${entry.language === current.language ? "" : ` lang="${entry.language}"`}>${escape(entry.title)}</a></li>`,
    )
    .join("")}</ul>`;

/** @param {import("./markdown.js").Rendered["headings"]} headings @param {string} word */
const contents = (headings, word) =>
  headings.length < 2
    ? ""
    : `<nav class="contents" aria-label="${word}">
      <p>${word}</p>
      <ul>${headings.map(({ id, text }) => `<li><a href="#${id}">${escape(text)}</a></li>`).join("")}</ul>
    </nav>`;

/** @param {string} text */
const escape = (text) =>
  text
    .replace(/`/g, "")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/"/g, "&quot;");
