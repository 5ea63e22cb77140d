// The documentation site: VitePress builds the Markdown of docs/ into pages below /docs/. English pages are at
// /docs/options.html, Chinese ones at /docs/zh/options.html.

import { existsSync, readFileSync } from "node:fs";
import { defineConfig, type DefaultTheme } from "vitepress";
import { markdown } from "./markdown";
import { chinese } from "./zh";

/** The pages in reading order. The first one is the index of its language. */
const PAGES = [
  "start",
  "migrate",
  "servers",
  "django",
  "flask",
  "fastapi",
  "nest",
  "oidc",
  "better-auth",
  "directus",
  "admin",
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

/** As on the demo page. */
const ICON = /rel="icon"\s+href="([^"]*)"/.exec(
  readFileSync(new URL("../index.html", import.meta.url), "utf8"),
)![1]!;

export default defineConfig({
  title: "everfetch",
  base: "/docs/",
  srcDir: "docs",
  outDir: "dist/docs",
  cacheDir: "node_modules/.vitepress",
  rewrites: (page) =>
    page.replace(/^en\//, "").replace(/(^|\/)start\.md$/, "$1index.md"),
  head: [["link", { rel: "icon", href: ICON }]],
  markdown,
  themeConfig: {
    outline: [2, 3],
    search: {
      provider: "local",
      options: { locales: { zh: { translations: chinese.search } } },
    },
  },
  locales: {
    root: {
      label: "English",
      lang: "en",
      themeConfig: {
        nav: nav("Demo", "Benchmarks"),
        sidebar: sidebar("en", "/"),
      },
    },
    zh: {
      label: "简体中文",
      lang: "zh-CN",
      themeConfig: {
        ...chinese.theme,
        nav: nav("演示", "性能测试"),
        sidebar: sidebar("zh", "/zh/"),
      },
    },
  },
});

/** The other pages of the demo's site, which are not below `base`. */
function nav(demo: string, figures: string): DefaultTheme.NavItem[] {
  return [
    { text: demo, link: "/../", target: "_self" },
    { text: figures, link: "/../figures.html", target: "_self" },
  ];
}

function sidebar(language: string, base: string): DefaultTheme.SidebarItem[] {
  return PAGES.map((page) => ({
    text: titleOf(language, page) ?? titleOf("en", page)!,
    link: base + (page === PAGES[0] ? "" : page),
  }));
}

/** The title of a page, or `undefined` if the page has not been translated. */
function titleOf(language: string, page: string): string | undefined {
  const file = new URL(`../docs/${language}/${page}.md`, import.meta.url);
  if (!existsSync(file)) return undefined;
  return /^# (.*)$/m.exec(readFileSync(file, "utf8"))?.[1];
}
