// @ts-check
// Start-up: an app of one peer alone in a page, from its script fetched to its first request sent.

import { PEERS } from "./names.mjs";

/** Loads after which a browser has kept what it compiled. */
const LOADS_TO_WARM = 3;

/** Rounds that are measured, however slow the machine. */
const LEAST = 3;

/**
 * Samples in ms.
 * @param {any} world
 * @param {{ warm: boolean, slower: number }} how
 */
export const startUp = async ({ browser, site, quick }, how) => {
  const rounds = quick ? 3 : 9;
  const end = Date.now() + (quick ? 8000 : 20_000);
  /** @type {Record<string, number[]>} */
  const samples = Object.fromEntries(PEERS.map((name) => [name, []]));
  const page = await browser.newPage();
  try {
    for (let round = how.warm ? -LOADS_TO_WARM : 0; round < rounds; round++) {
      if (round >= LEAST && Date.now() > end) break;
      for (const name of round % 2 ? PEERS : [...PEERS].reverse()) {
        const url = `${site.origin}/start/${name}`;
        const ms = how.warm
          ? await load(page, url, how.slower)
          : await cold(browser, url, how.slower);
        if (round >= 0) samples[name].push(ms);
      }
    }
  } finally {
    await page.close();
  }
  return samples;
};

/** In a context of its own, which has a cache and a process of its own. */
const cold = async (browser, url, slower) => {
  const context = await browser.createBrowserContext();
  try {
    return await load(await context.newPage(), url, slower);
  } finally {
    await context.close();
  }
};

const load = async (page, url, slower) => {
  if (slower > 1) await page.emulateCPUThrottling(slower);
  await page.goto(url);
  return page.evaluate(async () => {
    const sent = await /** @type {any} */ (globalThis).firstSent;
    const [script] = performance
      .getEntriesByType("resource")
      .filter(({ name }) => name.includes("/app/"));
    return sent - /** @type {PerformanceResourceTiming} */ (script).responseEnd;
  });
};
