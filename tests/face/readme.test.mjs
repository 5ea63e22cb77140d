// What README.md says of everfetch beside axios is what the tests of tests/axios compare.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { table } from "../axios/differences.js";

test("the README has the table of differences from axios as it is", () => {
  const readme = readFileSync(
    new URL("../../README.md", import.meta.url),
    "utf8",
  );
  assert.ok(
    readme.includes(table()),
    `README.md lacks this table:\n${table()}`,
  );
});
