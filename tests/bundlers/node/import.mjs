import assert from "node:assert/strict";
import { createClient } from "everfetch";
import { visit } from "./visit.mjs";

const result = await visit(createClient, process.env.SERVER);
assert.equal(result, "200 200, 1 refresh");
