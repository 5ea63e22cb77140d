// @ts-check
// What a production build says: the code, the option and the page, without the long explanations.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { createClient } from "./node_modules/everfetch/dist/index.js";

/** @param {any} options */
const refused = (options) => {
  try {
    createClient(options);
  } catch (error) {
    return /** @type {any} */ (error);
  }
  assert.fail("these options are wrong");
};

for (const [what, path, options] of /** @type {[string, string, any][]} */ ([
  [
    "a wrong value",
    "session.storage",
    { session: { refresh: "/r", storage: "locl" } },
  ],
  [
    "an unknown name",
    "session.storege",
    { session: { refresh: "/r", storege: "local" } },
  ],
  ["a missing option", "session.refresh.url", { session: { refresh: {} } }],
  [
    "two options that contradict each other",
    "session.keys",
    { session: { refresh: "/r", keys: { accessToken: "refreshToken" } } },
  ],
]))
  test(`in production, the error about ${what} has the code, the path and the page`, () => {
    const { code, message } = refused(options);
    assert.equal(code, "ERR_BAD_OPTION");
    const [, named, page, anchor] =
      /^`(.+)`: see everfetch\/(docs\/\S+\.md)#(\w+)$/.exec(message) ?? [];
    assert.equal(named, path, message);
    const file = new URL(`node_modules/everfetch/${page}`, import.meta.url);
    assert.ok(existsSync(file), `${file}`);
    const headings = readFileSync(file, "utf8").toLowerCase();
    assert.ok(headings.includes(`# ${anchor}\n`), anchor);
  });

test("the production build contains no explanation, and the development build does", () => {
  const dist = new URL("node_modules/everfetch/dist/", import.meta.url);
  for (const name of [
    "shared.js",
    "index.cjs",
    "axios.cjs",
    "wasm.js",
    "wasm.cjs",
  ]) {
    const explains = (/** @type {string} */ file) =>
      readFileSync(new URL(file, dist), "utf8").includes("Did you mean");
    assert.equal(explains(name), false, name);
    assert.equal(explains(name.replace(".", ".development.")), true, name);
  }
});

test("in production, `session.debug` says once which build has the lines, and where that is explained", async () => {
  /** @type {string[]} */
  const lines = [];
  const api = createClient({
    fetch: async () => new Response("{}"),
    session: {
      refresh: "/r",
      storage: "memory",
      debug: (line) => void lines.push(line),
    },
  });
  await api.get("http://127.0.0.1/a");
  assert.equal(lines.length, 1);
  const [, page] = /see everfetch\/(docs\/\S+\.md)#/.exec(lines[0]) ?? [];
  assert.ok(
    existsSync(new URL(`node_modules/everfetch/${page}`, import.meta.url)),
  );
});
