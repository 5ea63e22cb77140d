// The page of errors has every code that an error may have, and no other.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { DOCS, languages, read } from "./markdown.mjs";
import { ROOT } from "./root.mjs";

const types = read("pkg-template/index.d.ts");
const union = /type ErrorCode =([^;]*);/.exec(types)[1];
const codes = [...union.matchAll(/"(\w+)"/g)].map(([, code]) => code);

/** What axios has for Node: named, without a section. */
const NEVER = ["ECONNREFUSED", "ERR_DEPRECATED", "ERR_FR_TOO_MANY_REDIRECTS"];

for (const language of languages()) {
  const file = `${DOCS}/${language}/errors.md`;
  if (!existsSync(join(ROOT, file))) continue;
  test(`${file}: every code has its section`, () => {
    const page = read(file);
    const sections = [...page.matchAll(/^### (\w+)$/gm)].map(
      ([, code]) => code,
    );
    assert.deepEqual(
      sections.sort(),
      codes.filter((code) => !NEVER.includes(code)).sort(),
    );
    const last = page.split(/\n## /).at(-1);
    for (const code of NEVER) assert.ok(last.includes(`\`${code}\``), code);
  });
}
