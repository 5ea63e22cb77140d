// @ts-check
// The public API as text: every declaration without its comments. A change to it shows in a review. To accept a
// change, run this file with `UPDATE=1` in the environment.

import assert from "node:assert/strict";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { test } from "node:test";

const template = new URL("../../pkg-template/", import.meta.url);
const snapshots = new URL("api/", import.meta.url);

/** Without comments and blank lines. @param {string} text */
const declarations = (text) =>
  text
    .replace(/\/\*\*[^]*?\*\//g, "")
    .replace(/^\s*\/\/.*$/gm, "")
    .replace(/\s*\n(\s*\n)*/g, "\n")
    .trim() + "\n";

const files = readdirSync(template).filter(
  (name) => name.endsWith(".d.ts") && name !== "generated.d.ts",
);

for (const name of files)
  test(`the declarations of ${name} are the reviewed ones`, () => {
    const now = declarations(readFileSync(new URL(name, template), "utf8"));
    const snapshot = new URL(name.replace(".d.ts", ".txt"), snapshots);
    if (process.env.UPDATE) writeFileSync(snapshot, now);
    assert.equal(
      now,
      readFileSync(snapshot, "utf8"),
      "The public API has changed. If that is intended, run `UPDATE=1 node --test tests/types/api.test.mjs`.",
    );
  });

test("every snapshot belongs to an entry", () => {
  assert.deepEqual(
    readdirSync(snapshots).sort(),
    files.map((name) => name.replace(".d.ts", ".txt")).sort(),
  );
});
