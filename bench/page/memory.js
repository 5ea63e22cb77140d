// @ts-check
// Work whose memory the driver then measures. One peer to a page.

import { signIn, wasmPages } from "./stub.js";
import { open } from "./peers.js";

/** @type {import("../peers/index.js").Client | undefined} */
let client;

/**
 * Sends so many requests, or as many as the time allows, a hundred at once.
 * @param {{ name: string, count: number, patience: number }} options
 */
export const requests = async ({ name, count, patience }) => {
  if (!client) signIn();
  const { get } = (client ??= open(name));
  const end = performance.now() + patience;
  let sent = 0;
  for (; sent < count && performance.now() < end; sent += 100)
    await Promise.all(Array.from({ length: 100 }, () => get("/items/1")));
  return { sent, pages: wasmPages() };
};

/**
 * Makes clients, uses each once, and drops them.
 * @param {{ name: string, count: number }} options
 */
export const clients = async ({ name, count }) => {
  signIn();
  for (let at = 0; at < count; at++) await open(name).get("/items/1");
  return { pages: wasmPages() };
};
