// @ts-check
// Many requests that meet an expired token together.

import { backEnd, expire, signIn, wasmPages } from "./stub.js";
import { open, rest, task } from "./peers.js";

/** One of ten rejections arrives after the refresh is over and another request has used its token. */
const LATE = 10;

/** Longer than any peer takes that does not lose requests, in ms. */
const patience = (/** @type {number} */ size) =>
  new Promise((resolve) => setTimeout(resolve, 5000 + 2.5 * size));

/**
 * One burst of one peer.
 * @param {{ name: string, size: number, heap?: boolean }} options
 */
export const burst = async ({ name, size, heap }) => {
  const { client, parked, sent } = await gather(name, size);
  const before = heap ? await used() : 0;
  let failed = 0;
  let never = size;
  const settled = Promise.all(
    Array.from({ length: size }, () =>
      client.get("/items/1").then(
        () => never--,
        () => (never--, failed++),
      ),
    ),
  );
  await sent;
  let waiting = 0;
  let over = false;
  backEnd.onRefresh = async () => {
    if (over) return;
    over = true;
    // All that can be refused before the refresh is over is refused before it is over.
    await (heap ? quiet() : task());
    if (heap) waiting = await used();
  };
  backEnd.onRetry = () => setTimeout(() => late.forEach((arrive) => arrive()));
  const late = parked.filter((_, at) => at % LATE === LATE - 1);
  const begun = performance.now();
  parked.forEach((arrive, at) => {
    if (at % LATE !== LATE - 1) arrive();
  });
  await Promise.race([settled, patience(size)]);
  return {
    ms: performance.now() - begun,
    refreshes: backEnd.refreshes,
    failed,
    never,
    bytesPerWaiter: heap ? (waiting - before) / size : undefined,
    pages: wasmPages(),
  };
};

/**
 * Waiters that are aborted at once: how long until the last has settled.
 * @param {{ name: string, size: number }} options
 */
export const abort = async ({ name, size }) => {
  const { client, parked, sent } = await gather(name, size);
  /** @type {() => void} */
  let answer = () => {};
  const held = new Promise((resolve) => (answer = () => resolve(0)));
  backEnd.onRefresh = () => held;
  let left = size;
  const controllers = Array.from({ length: size }, () => new AbortController());
  const settled = Promise.allSettled(
    controllers.map(({ signal }) =>
      client.get("/items/1", { signal }).finally(() => left--),
    ),
  );
  await sent;
  parked.forEach((arrive) => arrive());
  await quiet();
  const begun = performance.now();
  controllers.forEach((controller) => controller.abort());
  const all = settled.then(() => performance.now() - begun);
  const ms = await Promise.race([all, quiet()]);
  const unabortable = left; // requests whose wait no abort ends
  answer();
  await Promise.race([settled, patience(size)]);
  return {
    ms: typeof ms === "number" ? ms : undefined,
    unabortable,
    never: left,
  };
};

/**
 * A client that works, with a token that no longer does; all refusals wait until `size` requests are sent.
 * @param {string} name
 * @param {number} size
 */
const gather = async (name, size) => {
  signIn();
  const client = open(name);
  for (let i = 0; i < 100; i++) await client.get("/items/1");
  await rest();
  expire();
  /** @type {(() => void)[]} */
  const parked = [];
  const sent = new Promise((resolve) => {
    backEnd.onRefusal = (arrive) => {
      parked.push(arrive);
      if (parked.length < size) return;
      backEnd.onRefusal = undefined;
      resolve(0);
    };
  });
  return { client, parked, sent };
};

/** Bytes in use, after a sweep; Chromium only. */
const used = async () => {
  await rest();
  await rest();
  return /** @type {any} */ (performance).memory.usedJSHeapSize;
};

/** Until nothing moves any more but what waits. */
const quiet = async () => {
  for (let times = 0; times < 3; times++)
    await new Promise((resolve) => requestIdleCallback(resolve));
  await new Promise((resolve) => setTimeout(resolve, 100));
};
