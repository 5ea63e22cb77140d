// @ts-check
// What is measured. Each case gives a row for every peer: a figure with its spread, and facts beside it.

import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { ask, inPage } from "./browsers.mjs";
import { FLOOR, OURS, PEERS } from "./names.mjs";
import { startUp } from "./startup.mjs";
import { above, summary } from "./statistics.mjs";

const BOTH = ["chromium", "firefox"];
const CHROMIUM = ["chromium"];

/** fetch stubbed: a client's own cost. */
const STUBBED = [
  { name: "stubbed-get", title: "GET", path: "/items/#" },
  // As a page has them: what a client keeps from one request for the next few ms is of no use here.
  {
    name: "stubbed-apart",
    title: "GETs 10 ms apart",
    path: "/items/#",
    apart: 10,
    block: 20,
  },
  {
    name: "stubbed-get-200",
    title: "200 simultaneous GETs",
    path: "/items/#",
    together: true,
  },
  {
    name: "stubbed-post-1k",
    title: "POST of 1 kB",
    path: "/items/#",
    post: 1000,
  },
  {
    name: "stubbed-post-100k",
    title: "POST of 100 kB",
    path: "/items/#",
    post: 100_000,
    block: 20,
  },
  {
    name: "stubbed-answer-50k",
    title: "GET with a response of 50 kB",
    path: "/items/#",
    answer: 50_000,
    block: 50,
  },
].map(({ name, title, ...options }) => ({
  name,
  title: `${title}; stubbed fetch`,
  unit: "µs",
  browsers: BOTH,
  run: async ({ browser, site, quick }) =>
    inPage(browser, site.origin + "/?stub", async (page) => {
      const rounds = quick ? { rounds: 8, warm: 3 } : { rounds: 15, warm: 5 };
      const all = { block: 200, together: false, ...rounds, ...options };
      return rows(await ask(page, "perRequest", all));
    }),
}));

/** Over loopback, to the demo server. */
const LOOPBACK = [
  { name: "loopback-get", title: "GET", path: "/items/#" },
  {
    name: "loopback-get-200",
    title: "200 simultaneous GETs",
    path: "/items/#",
    together: true,
    block: 200,
  },
  {
    name: "loopback-post-1k",
    title: "POST of 1 kB",
    path: "/items/#",
    post: 1000,
  },
  {
    name: "loopback-post-100k",
    title: "POST of 100 kB",
    path: "/items/#",
    post: 100_000,
  },
  {
    name: "loopback-answer-50k",
    title: "GET with a response of 50 kB",
    path: "/items/#?size=50000",
  },
].map(({ name, title, ...options }) => ({
  name,
  title: `${title}; demo server on localhost`,
  unit: "µs",
  browsers: BOTH,
  run: async ({ browser, server, quick }) =>
    inPage(browser, server, async (page) => {
      await ask(page, "signInForReal");
      const rounds = quick
        ? { rounds: 2, warm: 1, patience: 5000 }
        : { rounds: 12, warm: 1, patience: 8000 };
      const all = { block: 20, together: false, ...rounds, ...options };
      return alone(await ask(page, "perRequest", all));
    }),
}));

const BURSTS = [100, 1000, 10_000].map((size) => ({
  name: `burst-${size}`,
  title: `burst of ${size} requests with an expired token, from the 401 to the last answer`,
  unit: "ms",
  browsers: BOTH,
  run: (world) => bursts(world, size),
}));

export const CASES = [
  ...STUBBED,
  ...LOOPBACK,
  ...BURSTS,
  {
    name: "abort-1000",
    title:
      "1000 waiting requests aborted simultaneously, until the last has settled",
    unit: "ms",
    browsers: BOTH,
    run: (world) => aborts(world, 1000),
  },
  ...[
    { name: "start-cold", title: "cold cache", warm: false, slower: 1 },
    { name: "start-warm", title: "warm cache", warm: true, slower: 1 },
    {
      name: "start-cold-4x",
      title: "cold cache, CPU 4 × slower",
      warm: false,
      slower: 4,
    },
    {
      name: "start-warm-4x",
      title: "warm cache, CPU 4 × slower",
      warm: true,
      slower: 4,
    },
  ].map(({ name, title, ...how }) => ({
    name,
    title: `start-up, from the script's arrival to the first request; ${title}`,
    unit: "ms",
    browsers: how.slower > 1 ? CHROMIUM : BOTH,
    run: async (world) => alone(await startUp(world, how)),
  })),
  {
    name: "memory-requests",
    title: "growth of the JS heap from 1000 to 100 000 requests",
    unit: "kB",
    browsers: CHROMIUM,
    run: (world) => memory(world, afterRequests),
  },
  {
    name: "memory-clients",
    title:
      "growth of the JS heap from 10 to 1000 created and discarded clients",
    unit: "kB",
    browsers: CHROMIUM,
    run: (world) => memory(world, afterClients),
  },
  {
    name: "bytes",
    title:
      "brotli-compressed size added to a Vite build, including the setup code",
    unit: "B",
    browsers: CHROMIUM, // no browser at all, and so once
    run: async ({ apps, wasm }) => bytes(apps, wasm),
  },
];

/**
 * Rows of samples: what each takes, and what above the floor.
 * @param {Record<string, number[]>} samples
 */
const rows = (samples) => ({
  rounds: samples[FLOOR]?.length,
  rows: Object.fromEntries(
    Object.entries(samples).map(([name, own]) => [
      name,
      { ...summary(own), above: samples[FLOOR] && above(own, samples[FLOOR]) },
    ]),
  ),
});

/**
 * Rows of samples as they are, without a floor subtracted from them.
 * @param {Record<string, number[]>} samples
 */
const alone = (samples) => ({
  rounds: samples[FLOOR]?.length,
  rows: Object.fromEntries(
    Object.entries(samples).map(([name, own]) => [name, summary(own)]),
  ),
});

/** A burst is not repeated with a peer that takes longer than this, in ms. */
const ENOUGH = 3000;

/**
 * @param {any} world
 * @param {number} size
 */
const bursts = async (world, size) => {
  const { name: engine, browser, site, quick, memo } = world;
  const rounds = quick ? 2 : size < 10_000 ? 5 : 3;
  // A peer that lost requests in a smaller burst does not run a larger one.
  const lossy = (memo[engine] ??= new Set());
  const among = PEERS.filter((name) => !lossy.has(name));
  /** @type {Record<string, any[]>} */
  const runs = Object.fromEntries(among.map((name) => [name, []]));
  /** @type {Record<string, any>} */
  const heaps = {};
  const tooSlow = (/** @type {string} */ name) =>
    runs[name].some(({ ms }) => ms > ENOUGH);
  await inPage(browser, site.origin + "/?stub", async (page) => {
    const one = (/** @type {any} */ options) => ask(page, "burst", options);
    for (let round = -1; round < rounds; round++)
      for (const name of round % 2 ? among : [...among].reverse()) {
        if (tooSlow(name)) continue;
        const run = await one({ name, size });
        // The first run is a warm-up, but counts for a peer that is that slow.
        if (round >= 0 || run.ms > ENOUGH) runs[name].push(run);
      }
    if (engine === "chromium")
      for (const name of among)
        if (!tooSlow(name)) heaps[name] = await one({ name, size, heap: true });
  });
  return {
    rows: Object.fromEntries(
      PEERS.map((name) => {
        if (!runs[name]) return [name, { never: "some, of fewer" }];
        const { refreshes, failed, never, pages } = runs[name].at(-1);
        if (never) lossy.add(name);
        const time = never ? {} : summary(runs[name].map(({ ms }) => ms));
        const heap = heaps[name] && Math.round(heaps[name].bytesPerWaiter);
        const facts = {
          refreshes,
          failed: failed || undefined,
          never: never || undefined,
          bytesPerWaiter: heap,
          wasmPages: OURS.includes(name) ? pages : undefined,
        };
        return [name, { ...time, ...facts }];
      }),
    ),
  };
};

/**
 * @param {any} world
 * @param {number} size
 */
const aborts = async ({ browser, site, quick }, size) => {
  /** @type {Record<string, any>} */
  const result = {};
  for (const name of PEERS) {
    const runs = [];
    for (let round = -1; round < (quick ? 1 : 3); round++) {
      const run = await inPage(browser, site.origin + "/?stub", (page) =>
        ask(page, "abort", { name, size }),
      );
      if (round >= 0 || run.unabortable) runs.push(run);
      if (run.unabortable) break;
    }
    const { unabortable, never } = runs[0];
    const times = runs.map(({ ms }) => ms).filter((ms) => ms !== undefined);
    result[name] = {
      ...(unabortable ? {} : summary(times)),
      unabortable: unabortable || undefined,
      never: never || undefined,
    };
  }
  return { rows: result };
};

/**
 * @param {any} world
 * @param {(page: any, used: () => Promise<number>, name: string, quick: boolean) => Promise<any>} measure
 */
const memory = async ({ browser, site, quick }, measure) => {
  /** @type {Record<string, any>} */
  const result = {};
  for (const name of PEERS)
    result[name] = await inPage(
      browser,
      site.origin + "/?stub",
      async (page) => {
        const cdp = await page.createCDPSession();
        const used = async () => {
          for (let times = 0; times < 3; times++)
            await cdp.send("HeapProfiler.collectGarbage");
          return (await cdp.send("Runtime.getHeapUsage")).usedSize / 1000;
        };
        return measure(page, used, name, quick);
      },
    );
  return { rows: result };
};

/** So many requests are what everfetch's figure is of; the others send as many as they can, in ms. */
const patienceWith = (/** @type {string} */ name) =>
  OURS.includes(name) ? 20_000 : 3000;

const afterRequests = async (page, used, name, quick) => {
  const send = (/** @type {any} */ options) => ask(page, "requests", options);
  await send({ name, count: 1000, patience: 60_000 });
  const before = await used();
  const { sent, pages } = await send({
    name,
    count: 99_000,
    patience: quick ? 1000 : patienceWith(name),
  });
  const after = await used();
  return {
    median: after - before,
    sent: sent + 1000,
    wasmPages: pages || undefined,
  };
};

const afterClients = async (page, used, name) => {
  const make = (/** @type {any} */ options) => ask(page, "clients", options);
  await make({ name, count: 10 });
  const before = await used();
  const { pages } = await make({ name, count: 990 });
  const after = await used();
  return { median: after - before, wasmPages: pages || undefined };
};

/**
 * The whole, and of everfetch the WebAssembly by itself.
 * @param {Record<string, Buffer>} apps
 * @param {Buffer} wasm
 */
const bytes = (apps, wasm) => {
  const sizes = (/** @type {Buffer} */ app) => ({
    raw: app.length,
    gzip: gzipSync(app, { level: 9 }).length,
    brotli: brotliCompressSync(app, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11 },
    }).length,
  });
  const nothing = sizes(apps[""]);
  return {
    rows: Object.fromEntries(
      PEERS.map((name) => {
        const { raw, gzip, brotli } = sizes(apps[name]);
        return [
          name,
          {
            median: brotli - nothing.brotli,
            raw: raw - nothing.raw,
            gzip: gzip - nothing.gzip,
            wasm: OURS.includes(name) ? sizes(wasm).brotli : undefined,
          },
        ];
      }),
    ),
  };
};
