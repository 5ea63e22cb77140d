// @ts-check
// `node driver/main.mjs [row…]`: every row, whatever became of those before it; then the tables, if
// every row has run.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { ROWS } from "../rows.mjs";
import { JOBS } from "./jobs.mjs";
import { EVERFETCH, LOGS, PYTHON, modulesOf, folderOf } from "./paths.mjs";
import { freePort, start } from "./processes.mjs";
import { serve } from "./front.mjs";
import { Scene } from "./scene.mjs";
import { controlled } from "./control.mjs";
import { store, stored } from "./results.mjs";
import { writeTables } from "./table.mjs";

/** @typedef {import("./types.mjs").Row} Row */
/** @typedef {import("./results.mjs").Result} Result */

/** A program in Python. */
const VERSION =
  "import sys, importlib.metadata as m; print(m.version(sys.argv[1]))";
const ONLY_OUTPUT = /** @type {const} */ ({ encoding: "utf8", stdio: "pipe" });

/** How many rows run at once: most of a row's time is waiting for tokens to expire. */
const AT_ONCE = Number(process.env.EVERFETCH_SERVERS_AT_ONCE ?? 2);

const [, , ...names] = process.argv;
const jobs = process.env.JOB?.split(",");
const rows = ROWS.filter(({ name }) => !names.length || names.includes(name));
if (!rows.length)
  throw new Error(
    `no such row; there are ${ROWS.map(({ name }) => name).join(", ")}`,
  );

/** @type {Result[]} */
const results = [];
const queue = [...rows];
await Promise.all(Array.from({ length: AT_ONCE }, work));
if (!jobs) {
  for (const result of results) store(result);
  if (stored().length === ROWS.length) writeTables(stored());
}
const all = results.flatMap(({ cells }) => Object.values(cells));
const failed = all.filter(isFailure).length;
console.log(`test result: ${all.length - failed} passed; ${failed} failed`);
process.exit(failed ? 1 : 0);

async function work() {
  for (let row = queue.shift(); row; row = queue.shift())
    results.push(await run(row));
}

/** @param {string} cell */
function isFailure(cell) {
  return cell !== "" && !cell.startsWith("–");
}

/** Runs the jobs of a row. @param {Row} row @returns {Promise<Result>} */
async function run(row) {
  /** @type {Result} */
  const result = {
    row: row.name,
    date: new Date().toISOString().slice(0, 10),
    versions: [],
    cells: {},
    missing: "",
  };
  try {
    result.versions = row.packages.map((name) => versionOf(row, name));
  } catch (error) {
    result.missing = error.message;
    console.log(`– ${row.name}: not installed: ${result.missing}`);
    return result;
  }
  try {
    await withServer(row, async (open) => {
      for (const job of JOBS) {
        if (jobs && !jobs.includes(job.name)) continue;
        const cell = await cellOf(row, job, open);
        result.cells[job.name] = cell;
        const mark = cell === "" ? "✓" : isFailure(cell) ? "✗" : "–";
        console.log(`${mark} ${row.name}: ${job.name}${cell && `: ${cell}`}`);
      }
    });
  } catch (error) {
    result.cells["start"] = String(error.stack);
    console.log(`✗ ${row.name}: ${error.stack} ${error.cause ?? ""}`);
  }
  return result;
}

/**
 * @param {Row} row
 * @param {import("./jobs.mjs").Job} job
 * @param {() => Promise<Scene>} open
 * @returns {Promise<string>} "" if it passed; "– …" if the server can't; otherwise what failed
 */
async function cellOf(row, job, open) {
  const impossible = row.impossible?.[job.name];
  if (impossible) return `– ${impossible.en}`;
  /** @type {Scene | undefined} */
  let scene;
  try {
    scene = await open();
    await scene.begin();
    await job.run(scene);
    return "";
  } catch (error) {
    return String(error.stack);
  } finally {
    await scene?.context.close();
  }
}

/**
 * Starts the server, the page's origin and a browser.
 * @param {Row} row
 * @param {(open: () => Promise<Scene>) => Promise<void>} use
 */
async function withServer(row, use) {
  const port = await freePort();
  const page = `http://localhost:${port}`;
  const server = await start(row.name, row.program, LOGS, page);
  const closePage = await serve({
    port,
    folder: folderOf(row.app ?? row.name),
    everfetch: EVERFETCH,
    proxy: Object.fromEntries(
      Object.entries(row.proxy ?? { "/api": "" }).map(([prefix, path]) => [
        prefix,
        server.origin + path,
      ]),
    ),
    build: process.env.EVERFETCH_SERVERS_DEBUG ? ".development" : "",
  });
  const args = ["--no-sandbox", "--no-proxy-server"];
  if (row.origin) {
    const from = new URL(row.origin).host;
    args.push(
      `--host-resolver-rules=MAP ${from}:80 ${new URL(server.origin).host}`,
    );
  }
  const browser = await chromium.launch({
    executablePath: process.env.EVERFETCH_CHROMIUM ?? "/usr/bin/chromium",
    args,
  });
  const backEnd = (row.backEnd ?? controlled)(server.origin, server.output);
  try {
    await use(async () => {
      const context = await browser.newContext();
      if (process.env.EVERFETCH_SERVERS_DEBUG) trace(context);
      return new Scene(row, backEnd, context, page);
    });
  } finally {
    await browser.close();
    closePage();
    await server.stop();
  }
}

/** Prints what the pages log and request. @param {import("playwright-core").BrowserContext} context */
function trace(context) {
  context.on("console", (message) => console.log("   ", message.text()));
  context.on("response", async (response) => {
    const request = response.request();
    if (/\/everfetch\/|\.js$/.test(request.url())) return;
    console.log("   ", response.status(), request.method(), request.url());
  });
}

/** The version of a package as installed. @param {Row} row @param {string} name */
function versionOf({ from }, name) {
  try {
    const version =
      from === "python"
        ? execFileSync(PYTHON, ["-c", VERSION, name], ONLY_OUTPUT).trim()
        : versionIn(join(modulesOf(from), name, "package.json"));
    return `${name} ${version}`;
  } catch (error) {
    throw new Error(`${name} is not installed`, { cause: error });
  }
}

/** @param {string} file @returns {string} */
function versionIn(file) {
  return JSON.parse(readFileSync(file, "utf8")).version;
}
