// @ts-check
// What the entries export, and what clients and sessions have, is what the declarations say. The declarations are read as text;
// pkg-template/src/published.ts compares the names of the entries when it is compiled.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as lean from "everfetch";
import * as axios from "everfetch/axios";

/** The members of an interface, with those of the interfaces it extends left out. @param {string} file @param {string} name */
const membersOf = (file, name) => {
  const url = new URL(
    `node_modules/everfetch/dist/${file}.d.ts`,
    import.meta.url,
  );
  const body = new RegExp(`interface ${name}\\b[^{]*\\{\\n([^]*?)\\n\\}`).exec(
    readFileSync(url, "utf8"),
  )?.[1];
  assert.ok(body, `${name} is not declared in ${file}.d.ts`);
  const found = [...body.matchAll(/^ {2}(?:readonly )?(\w+)\??(?:[:(]|<)/gm)];
  return [...new Set(found.map(([, member]) => member))].sort();
};

const session = {
  refresh: "/refresh",
  storage: /** @type {const} */ ("memory"),
};

for (const [entry, create, file, name] of /** @type {const} */ ([
  ["everfetch", lean.createClient, "index", "Client"],
  ["everfetch/axios", axios.createClient, "axios", "AxiosInstance"],
]))
  test(`a client of ${entry} has the declared members, with a session and without`, () => {
    for (const options of [{}, { session }])
      assert.deepEqual(
        Object.keys(create(options)).sort(),
        membersOf(file, name),
      );
  });

test("a session has the declared members, also where there is none", () => {
  for (const options of [{}, { session }])
    assert.deepEqual(
      Object.keys(lean.createClient(options).session).sort(),
      membersOf("index", "Session"),
    );
});

test("the default export of everfetch/axios has the declared members", () => {
  const own = membersOf("axios", "AxiosStatic");
  const all = [...own, ...membersOf("axios", "AxiosInstance")];
  assert.deepEqual(Object.keys(axios.default).sort(), [...new Set(all)].sort());
});
