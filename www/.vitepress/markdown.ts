// What our Markdown needs beyond VitePress's own: GitHub's anchors and links, and the file names of snippets.

import { slug } from "github-slugger";
import type { MarkdownOptions, MarkdownRenderer } from "vitepress";

export const markdown: MarkdownOptions = {
  anchor: { slugify: slug },
  config(md) {
    linkAsOnGitHub(md);
    nameFiles(md);
  },
};

/** Links name files, so that they also work on GitHub and in the npm package; `rewrites` moves these files. */
function linkAsOnGitHub(md: MarkdownRenderer): void {
  md.core.ruler.push("everfetch_links", ({ tokens }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.attrGet("href");
      if (token.type !== "link_open" || !href) continue;
      token.attrSet(
        "href",
        href.replace(/^\.\.\/en\//, "../").replace(/\bstart\.md\b/, "index.md"),
      );
    }
  });
}

/** A snippet marked `file=src/api.ts` shows this name above its code. */
function nameFiles(md: MarkdownRenderer): void {
  const fence = md.renderer.rules.fence!;
  md.renderer.rules.fence = (...args) => {
    const [tokens, index] = args;
    const file = /\bfile=(\S+)/.exec(tokens[index]!.info)?.[1];
    const html = fence(...args);
    return file
      ? `<p class="file">${md.utils.escapeHtml(file)}</p>${html}`
      : html;
  };
}
