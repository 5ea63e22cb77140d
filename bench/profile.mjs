// @ts-check
// Where a request's time goes: the functions of everfetch by their own time, in Chromium, with fetch stubbed.
// The package is bundled from its last build, with its names.
//
//   node profile.mjs CHROMIUM [--together]

import path from "node:path";
import { buildPage } from "./build.mjs";
import { ask, inPage, open } from "./browsers.mjs";
import { serve } from "./serve.mjs";

const SHOWN = 40;
const BLOCK = {
  rounds: 60,
  patience: 600_000,
  block: 200,
  path: "/items/#",
  only: ["everfetch"],
};

const [chromium, flag] = process.argv.slice(2);
const together = flag === "--together";
const root = path.join(import.meta.dirname, "..");
const page = path.join(root, "target/bench/profile");
await buildPage(page, {
  everfetch: path.join(root, "target/package/pkg-template/index.js"),
});
const site = await serve(page, {});
const browser = await open("chromium", chromium);
try {
  await inPage(browser, site.origin + "/?stub", async (tab) => {
    const send = (/** @type {number} */ warm) =>
      ask(tab, "perRequest", {
        ...BLOCK,
        together,
        warm,
      });
    await send(20);
    const cdp = await tab.createCDPSession();
    await cdp.send("Profiler.enable");
    await cdp.send("Profiler.setSamplingInterval", { interval: 100 });
    await cdp.send("Profiler.start");
    await send(0);
    const { profile } = await cdp.send("Profiler.stop");
    print(profile);
  });
} finally {
  await browser.close();
  site.close();
}

/** @param {any} profile */
function print({ nodes, samples, timeDeltas }) {
  const byId = new Map(nodes.map((/** @type {any} */ node) => [node.id, node]));
  /** @type {Map<string, number>} */
  const own = new Map();
  samples.forEach((/** @type {number} */ id, /** @type {number} */ at) => {
    const { functionName, url, lineNumber } = byId.get(id).callFrame;
    const place = url ? ` ${path.basename(url)}:${lineNumber + 1}` : "";
    const key = (functionName || "(anonymous)") + place;
    own.set(key, (own.get(key) ?? 0) + timeDeltas[at]);
  });
  const requests = BLOCK.rounds * BLOCK.block;
  console.log(`µs per request, own time${together ? ", 200 at once" : ""}`);
  for (const [key, time] of [...own]
    .sort(([, a], [, b]) => b - a)
    .slice(0, SHOWN))
    console.log((time / requests).toFixed(2).padStart(8), key);
}
