// @ts-check
// `cargo xtask bench`: everfetch beside its peers, in the same browsers, in the same run. xtask builds the
// package and the demo server, puts the package among the peers, and starts this.
//
//   node run.mjs --server URL --out DIR --chromium PATH --firefox PATH [--quick] [--case NAME]...
//
// A browser whose path is not given is left out. A case is named by how its name begins.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { buildApps, buildPage } from "./build.mjs";
import { open } from "./browsers.mjs";
import { CASES } from "./cases.mjs";
import { chart } from "./chart.mjs";
import { goals, measure } from "./goals.mjs";
import { BASE, PEERS } from "./names.mjs";
import { serve } from "./serve.mjs";
import { table } from "./table.mjs";

const { values: options } = parseArgs({
  options: {
    server: { type: "string", default: "" },
    out: { type: "string", default: "" },
    chromium: { type: "string" },
    firefox: { type: "string" },
    quick: { type: "boolean", default: false },
    case: { type: "string", multiple: true, default: [] },
  },
});

const unknown = options.case.filter(
  (name) => !CASES.some((one) => one.name.startsWith(name)),
);
if (unknown.length) {
  console.error(`no case ${unknown.join(", ")}; there are:`);
  for (const { name, title } of CASES) console.error(`  ${name}: ${title}`);
  process.exit(2);
}

const chosen = CASES.filter(
  ({ name }) =>
    !options.case.length ||
    options.case.some((start) => name.startsWith(start)),
);

const out = path.resolve(options.out);
await mkdir(out, { recursive: true });
const page = path.join(out, "page");
await buildPage(page);
const apps = await buildApps(path.join(out, "apps"));
const wasm = await readFile(
  path.join(import.meta.dirname, "node_modules/everfetch/dist/engine.wasm"),
);
const site = await serve(page, apps);

/** @type {any} */
const report = {
  date: new Date().toISOString().slice(0, 10),
  machine: `${os.cpus().length} × ${os.cpus()[0].model}, ${os.type()}`,
  quick: options.quick,
  versions: await versions(),
  browsers: {},
  cases: [],
  base: BASE,
  sources: await sources(),
};

/** A browser may die of something else that the machine does. */
const TRIES = 3;

/** What a case passes on to the next one. */
const memo = {};

try {
  for (const name of ["chromium", "firefox"])
    for (const one of chosen)
      if (options[name] && one.browsers.includes(name))
        await perform(name, one);
} finally {
  site.close();
}

growth(report.cases);
report.goals = measure(report);
console.log(table(report));
console.log(goals(report));
await writeFile(
  path.join(out, "bench.json"),
  JSON.stringify(report, null, 1) + "\n",
);
await writeFile(path.join(out, "bench.svg"), chart(report));
console.log(`${path.join(out, "bench.json")} and bench.svg beside it`);

/** The code of each peer, and of the store that they share, to be shown beside its figures. */
async function sources() {
  const peers = path.join(import.meta.dirname, "peers");
  /** @type {Record<string, string>} */
  const all = {};
  for (const name of [...PEERS, "tokens"])
    all[name] = await readFile(path.join(peers, name + ".js"), "utf8");
  return all;
}

/**
 * One case, in a browser of its own. A browser that dies takes nothing with it but that.
 * @param {string} name
 * @param {(typeof CASES)[number]} one
 */
async function perform(name, one) {
  process.stderr.write(`▸ ${one.name} (${name})\n`);
  const begun = Date.now();
  for (let tries = 1; ; tries++) {
    /** @type {import("puppeteer-core").Browser | undefined} */
    let browser;
    try {
      browser = await open(name, options[name]);
      report.browsers[name] = await browser.version();
      const result = await one.run({
        name,
        browser,
        site,
        apps,
        wasm,
        memo,
        server: options.server,
        quick: options.quick,
      });
      const { name: id, title, unit } = one;
      report.cases.push({ name: id, title, unit, browser: name, ...result });
      break;
    } catch (error) {
      if (tries === TRIES) throw error;
      process.stderr.write(`  ${String(error).split("\n")[0]}; once more\n`);
    } finally {
      await browser?.close().catch(() => {});
    }
  }
  process.stderr.write(`  ✓ ${((Date.now() - begun) / 1000).toFixed(1)} s\n`);
}

/**
 * How the time of a burst grows with its size: the exponent, from 1000 to 10 000.
 * @param {any[]} cases
 */
function growth(cases) {
  for (const large of cases.filter(({ name }) => name === "burst-10000")) {
    const small = cases.find(
      ({ name, browser }) => name === "burst-1000" && browser === large.browser,
    );
    for (const [name, row] of Object.entries(large.rows)) {
      const before = small?.rows[name].median;
      if (before && row.median)
        row.growth = Number(Math.log10(row.median / before).toFixed(2));
    }
  }
}

/** What the lock file pins, and everfetch's own. */
async function versions() {
  const here = import.meta.dirname;
  const names = [
    "everfetch",
    "axios",
    "axios-auth-refresh",
    "ky",
    "ofetch",
    "wretch",
    "alova",
    "xior",
    "vite",
  ];
  /** @type {Record<string, string>} */
  const found = {};
  for (const name of names) {
    const file = path.join(here, "node_modules", name, "package.json");
    found[name] = JSON.parse(await readFile(file, "utf8")).version;
  }
  return found;
}
