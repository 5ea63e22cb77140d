// Every block of the documentation is proved by something.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { claims, parsed } from "./claims.mjs";
import { DOCS, blocksOf, pages, read, where } from "./markdown.mjs";
import { ROOT } from "./root.mjs";
import { CODE, SNIPPETS, programsOf, write } from "./programs.mjs";
import { run } from "./run.mjs";
import { runners } from "./runners.mjs";
import { server } from "./server.mjs";

// Other languages have the same blocks (translation.test.mjs).
const originals = pages()
  .filter((page) => !page.startsWith(DOCS) || page.startsWith(`${DOCS}/en/`))
  // `PAGE=recipes` for one of them alone.
  .filter((page) => page.includes(process.env.PAGE ?? ""));
const blocks = originals.flatMap((page) => blocksOf(page));
const programs = originals.flatMap((page) => programsOf(blocksOf(page)));
write(programs);

/** The description of a server that recipes.md generates types from. */
const DESCRIPTION = join(SNIPPETS, "recipes/openapi.json");

/** @param {string} folder @param {string} name */
const binary = (folder, name) => join(ROOT, folder, "node_modules/.bin", name);

if (existsSync(DESCRIPTION))
  test("the types of the description are generated", () => {
    const { status, stdout, stderr } = spawnSync(
      binary("tests/docs", "openapi-typescript"),
      [DESCRIPTION, "-o", join(SNIPPETS, "recipes/schema.d.ts")],
      { encoding: "utf8" },
    );
    assert.equal(status, 0, `${stdout}${stderr}`);
  });

test("programs are of the types that the package declares", () => {
  const config = fileURLToPath(new URL("tsconfig.json", import.meta.url));
  const { status, stdout, stderr } = spawnSync(
    binary("xtask/npm", "tsc"),
    ["--project", config, "--pretty", "false"],
    { encoding: "utf8" },
  );
  assert.equal(status, 0, `${stdout}${stderr}`);
});

for (const block of blocks) {
  const { language, words } = block;
  if (CODE.includes(language)) {
    if (words.has("before"))
      test(`${where(block)}: what is replaced can be parsed`, () =>
        parsed(block));
    continue;
  }
  test(`${where(block)}: ${language || "without a language"}`, () => {
    // rustdoc has attributes: `rust,no_run`.
    const [name] = language.split(",");
    assert.ok(
      Object.hasOwn(claims, name),
      `nothing proves a block of ${name || "no language"}: see tests/docs/README.md`,
    );
    claims[name](block);
  });
}

/** What a page shows for a real back end is what `cargo xtask test --servers` runs. @param {import("./programs.mjs").Program} program */
const equalsTested = ({ blocks, words }) =>
  assert.equal(
    blocks[0].text,
    read(`tests/servers/${words.get("server")}/app.js`),
  );

test("the documentation shows every application of tests/servers", () => {
  const shown = pages()
    .flatMap((page) => blocksOf(page))
    .map(({ words }) => words.get("server"));
  const folder = join(ROOT, "tests/servers");
  const applications = readdirSync(folder).filter((name) =>
    existsSync(join(folder, name, "app.js")),
  );
  for (const name of applications) assert.ok(shown.includes(name), name);
});

/** Two at a time: each is a process. */
const RUNNING = 2;

test("programs run", { concurrency: RUNNING }, async (t) => {
  await Promise.all(
    programs.map((program) =>
      t.test(`${where(program.blocks[0])}`, () =>
        program.words.has("runner")
          ? runners[program.words.get("runner") ?? ""](program)
          : program.words.has("server")
            ? equalsTested(program)
            : run(program, server),
      ),
    ),
  );
});
