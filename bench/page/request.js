// @ts-check
// Time per request, with a token that is good.

import { backEnd, signIn, stubbed } from "./stub.js";
import { inTurn, names, open, rest } from "./peers.js";

/** A user of the demo server, whose tokens are in the store from here on. */
export const signInForReal = async () => {
  const post = async (/** @type {string} */ path, /** @type {any} */ body) => {
    const init = {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    };
    return (await fetch(path, init)).json();
  };
  const { token, refreshToken } = await post(
    "/b/login",
    await post("/control/users", {}),
  );
  localStorage.setItem("accessToken", token);
  localStorage.setItem("refreshToken", refreshToken);
};

/** Rounds that are measured, however slow the machine. */
const LEAST = 3;

/**
 * Samples in µs. A round has one block of requests of every peer.
 * @param {{
 *   rounds: number, warm: number, patience: number, block: number,
 *   together: boolean, apart?: number,
 *   path: string, post?: number, answer?: number, only?: string[],
 * }} options `apart` in ms lies between two requests and is not counted; `patience` in ms ends it before
 *   all rounds are done; `#` in the path is a serial number; `post` and `answer` are bytes of JSON
 */
export const perRequest = async (options) => {
  const { rounds, warm, patience, block, together, apart } = options;
  const { path, post, answer, only } = options;
  if (stubbed) signIn();
  if (stubbed && answer) backEnd.answer = JSON.stringify(ofSize(answer));
  const body = post && ofSize(post);
  const among = (only ?? names).map((name) => ({ name, client: open(name) }));
  /** @type {Record<string, number[]>} */
  const samples = Object.fromEntries(among.map(({ name }) => [name, []]));
  let serial = 0;
  let end = Infinity;
  for (let round = -warm; round < rounds; round++) {
    if (round === 0) end = performance.now() + patience;
    if (round >= LEAST && performance.now() > end) break;
    for (const { name, client } of inTurn(among)) {
      const send = () => {
        // Never the same twice: a browser's cache has such requests wait for each other.
        const url = path.replace("#", String(++serial));
        return body ? client.post(url, body) : client.get(url);
      };
      await rest();
      let took = 0;
      let begun = performance.now();
      if (together) await Promise.all(Array.from({ length: block }, send));
      else
        for (let i = 0; i < block; i++) {
          if (apart) {
            took += performance.now() - begun;
            await new Promise((resolve) => setTimeout(resolve, apart));
            begun = performance.now();
          }
          await send();
        }
      took += performance.now() - begun;
      if (round >= 0) samples[name].push((took / block) * 1000);
    }
  }
  return samples;
};

/**
 * Something that is so many bytes as JSON: records, as an API has them.
 * @param {number} bytes
 */
const ofSize = (bytes) => {
  /** @type {{ id: number, name: string, done: boolean }[]} */
  const items = [];
  const record = (/** @type {number} */ id) => ({
    id,
    name: "the name of item " + id,
    done: id % 2 === 0,
  });
  for (
    let size = 2;
    size < bytes;
    size += JSON.stringify(items.at(-1)).length + 1
  )
    items.push(record(1000 + items.length));
  return items;
};
