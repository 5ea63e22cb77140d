// @ts-check
// The peers as the cases use them, and how they take turns.

import { PEERS } from "../peers/index.js";
import { stubbed } from "./stub.js";

export const names = Object.keys(PEERS);

/** @param {string} name */
export const open = (name) =>
  PEERS[name].create("/b", stubbed ? { adapter: "fetch" } : {});

/**
 * Each in turn, in another order every time, so that no peer always runs after the same one.
 * @template T
 * @param {T[]} among
 */
export const inTurn = (among) => {
  const all = [...among];
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [all[i], all[j]] = [all[j], all[i]];
  }
  return all;
};

/** A task of its own, and no rubbish of the one before, where the browser lets us sweep. */
export const rest = async () => {
  /** @type {any} */ (globalThis).gc?.();
  await task();
};

export const task = () => new Promise((resolve) => setTimeout(resolve));
