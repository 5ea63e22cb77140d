// A snippet that does not work is found out, whatever is wrong with it.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { claims } from "./claims.mjs";
import { blocksOf } from "./markdown.mjs";
import { programsOf } from "./programs.mjs";
import { run } from "./run.mjs";
import { server } from "./server.mjs";

/** Programs that must fail: what is wrong, the words, the code, the expected message. */
const WRONG = [
  ["it throws", "", 'throw new Error("thrown");', /thrown/],
  [
    "a rejection is not awaited",
    "",
    'api.get("/me", { timeout: "1" });',
    /ERR_BAD_OPTION/,
  ],
  [
    "it throws later",
    "",
    "setTimeout(() => { throw new Error('late') });",
    /late/,
  ],
  [
    "no such path",
    "",
    'api.get("/nowhere").catch(() => {});',
    /none of these paths/,
  ],
  [
    "no such host",
    "",
    'await api.get("https://elsewhere.test/");',
    /ERR_NETWORK|no server answers/,
  ],
  [
    "no such option",
    "options",
    'session: { refresh: "/auth/refresh", sheme: "" }',
    /Did you mean/,
  ],
  [
    "it never ends the refresh",
    "options refreshes",
    'session: { refresh: "/auth/refersh" }',
    /ERR_SESSION_ENDED|none of these/,
  ],
  [
    "it does not refresh",
    "options back-end=a refreshes",
    'session: { refresh: "/auth/refresh" }',
    /403/,
  ],
  [
    "it does not throw",
    "throws=ERR_NETWORK",
    'await api.get("/me");',
    /does not reject/,
  ],
  [
    "it throws something else",
    "throws=ERR_NETWORK",
    'await api.get("/open/status/418");',
    /ERR_BAD_REQUEST/,
  ],
  ["there is no such check", "check=nothing", "export {};", /has no nothing/],
];

/** Components that must not pass, by their languages. */
const BROKEN = [
  [
    "it throws while it is set up",
    "vue",
    setup("throw new Error('thrown')"),
    /thrown/,
  ],
  [
    "it throws while it renders",
    "tsx",
    'export function Wrong() { throw new Error("thrown"); return <p />; }',
    /thrown/,
  ],
  [
    "Vue warns",
    "vue",
    setup("defineProps({ id: { type: Number, required: true } })"),
    /Missing required prop/,
  ],
  [
    "Vue does not know what it shows",
    "vue",
    setup("const n = 1", "<Nobody />"),
    /Failed to resolve component/,
  ],
  [
    "React complains",
    "jsx",
    "export const Wrong = () => <ul>{[1, 2].map((n) => <li>{n}</li>)}</ul>;",
    /unique "key"/,
  ],
  [
    "it asks for no such path",
    "vue",
    setup("api.get('/nowhere').catch(() => {})"),
    /none of these paths/,
  ],
  [
    "a rejection is not handled",
    "vue",
    setup("api.get('/open/status/418')"),
    /ERR_BAD_REQUEST/,
  ],
  [
    "its effect asks for no such path",
    "tsx",
    'import { useEffect } from "react"; export const Wrong = () => { useEffect(() => { api.get("/nowhere").catch(() => {}); }); return <p />; };',
    /none of these paths/,
  ],
];

for (const [what, words, code, message] of WRONG)
  test(`it is found out that ${what}`, () =>
    refused(`js ${words}`, code, message));
for (const [what, language, code, message] of BROKEN)
  test(`of a component in ${language} it is found out that ${what}`, () =>
    refused(language, code, message));

test("a continued block sees the names of the one before it, in a text with the page's own lines", () => {
  const text = "\n```js\nconst a = 1;\n```\n\nand\n\n```js continue\na;\n```\n";
  const [program, ...others] = of(text);
  assert.deepEqual(others, []);
  assert.deepEqual(program.text.split("\n").slice(0, 9), [
    "",
    "",
    "const a = 1;",
    "",
    "",
    "",
    "",
    "",
    "a;",
  ]);
});

test("a block that continues nothing, or has a word that does not exist, is an error", () => {
  assert.throws(() => of("```js continue\n1;\n```\n"), /continues nothing/);
  assert.throws(() => of("```js refresh\n1;\n```\n"), /no word "refresh"/);
});

test("a component's template may name nothing that its script does not have", () => {
  const component = (name) =>
    of(
      `\`\`\`vue\n<script setup>\nconst a = 1;\n</script>\n<template>{{ ${name} }}</template>\n\`\`\`\n`,
    );
  assert.equal(component("a").length, 1);
  assert.throws(() => component("b"), /template's b/);
});

test("commands, policies and JSON that are wrong are found out", () => {
  const wrong = {
    sh: [
      "cargo xtask tset",
      "cargo xtask test --hots",
      "npm install everfecth",
      "rm -rf /",
    ],
    html: [
      `<meta http-equiv="Content-Security-Policy" content="script-src 'self'" />`,
      "<script>const</script>",
    ],
    http: ["Content-Security-Policy: default-src 'self'", "no header"],
    json: ["{ a: 1 }"],
  };
  for (const [language, texts] of Object.entries(wrong))
    for (const text of texts)
      assert.throws(() => claims[language]({ text }), undefined, text);
  claims.sh({
    text: "cargo xtask test --docs # a part\n$ npm i vue\n".replace("$ ", ""),
  });
});

/** @param {string} text */
const of = (text) => programsOf(blocksOf("www/docs/en/wrong.md", text));

/** It is refused for this. @param {string} info @param {string} code @param {RegExp} message */
async function refused(info, code, message) {
  const [program] = of(`\`\`\`${info}\n${code}\n\`\`\`\n`);
  const folder = mkdtempSync(
    fileURLToPath(new URL("snippets-", import.meta.url)),
  );
  program.file = join(folder, basename(program.file));
  await assert.rejects(run(program, server), message);
  rmSync(folder, { recursive: true });
}

/** A component of Vue's. @param {string} script @param {string} [template] */
function setup(script, template = "<p />") {
  return `<script setup>\n${script}\n</script>\n<template>${template}</template>`;
}
