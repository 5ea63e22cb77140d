// The differences that the pages on migrating list are those that tests/axios finds.

import assert from "node:assert/strict";
import { test } from "node:test";
import { table } from "../axios/differences.js";
import { DOCS, read } from "./markdown.mjs";

test("the page has the table of differences from axios as it is", () => {
  const page = read(`${DOCS}/en/migrate.md`);
  assert.ok(page.includes(table()), `it lacks this table:\n${table()}`);
});
