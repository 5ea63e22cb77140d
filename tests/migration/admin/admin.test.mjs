// @ts-check
// A template for admin pages, before and after, in Chromium: README.md says what goes wrong with the interceptor, and
// with everfetch nothing does.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { Scene } from "./scene.mjs";
import { Server } from "./server.mjs";
import { steps, withoutRefresh } from "./steps.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const tools = createRequire(
  new URL("../../../xtask/npm/package.json", import.meta.url),
);
/** @type {any} */
const esbuild = tools("esbuild");

/** An app with all that it imports, as a build leaves it. @param {string} app */
const bundled = (app) =>
  esbuild.buildSync({
    entryPoints: [`${here}${app}.js`],
    bundle: true,
    format: "esm",
    write: false,
    alias: {
      axios: fileURLToPath(
        new URL("../../../xtask/npm/node_modules/axios", import.meta.url),
      ),
    },
  }).outputFiles[0].text;

const APPS = ["before", "after", "cookie"];
const scripts = new Map(APPS.map((app) => [`${app}.js`, bundled(app)]));

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.EVERFETCH_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
});
after(() => browser.close());

/**
 * What goes wrong in a step.
 * @param {string} app
 * @param {(scene: Scene) => Promise<void>} step
 */
const run = async (app, step) => {
  const server = new Server((path) => scripts.get(path));
  await server.start();
  const context = await browser.newContext();
  try {
    const scene = new Scene(context, server, app);
    await step(scene);
    return scene.wrongs;
  } finally {
    await context.close();
    server.stop();
  }
};

const README = readFileSync(`${here}README.md`, "utf8");

for (const [name, step] of Object.entries(steps)) {
  test(`before: ${name}`, async () => {
    const wrongs = await run("before", step);
    const row = `| ${name} | ${wrongs.join(", ")} |`;
    assert.ok(README.includes(row), `README.md lacks the row ${row}`);
  });

  test(`after: ${name}`, async () => {
    assert.deepEqual(await run("after", step), []);
  });
}

for (const [name, step] of Object.entries(withoutRefresh))
  test(`without a refresh token: ${name}`, async () => {
    assert.deepEqual(await run("cookie", step), []);
  });

test("README.md shows the options themselves", () => {
  for (const app of ["after", "cookie"]) {
    const source = readFileSync(`${here}${app}.js`, "utf8");
    const [options = ""] = /const service = [^]*?\n\}\);\n/.exec(source) ?? [];
    assert.ok(options && README.includes(options), `${app}.js`);
  }
});
