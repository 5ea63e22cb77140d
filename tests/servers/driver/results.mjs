// @ts-check
// The last result of each row, so that a row can run again by itself.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { ROWS } from "../rows.mjs";
import { RESULTS } from "./paths.mjs";

/**
 * What a row came to.
 * @typedef {object} Result
 * @property {string} row its name
 * @property {string} date
 * @property {string[]} versions of its packages
 * @property {Record<string, string>} cells job → "" if it passed, "– …" if the server can't do it, otherwise what failed
 * @property {string} missing what could not be installed
 */

/** @returns {Result[]} in the order of the rows */
export const stored = () => {
  /** @type {Result[]} */
  const all = existsSync(RESULTS)
    ? JSON.parse(readFileSync(RESULTS, "utf8"))
    : [];
  return ROWS.flatMap(({ name }) => all.filter(({ row }) => row === name));
};

/** @param {Result} result */
export const store = (result) => {
  const others = stored().filter(({ row }) => row !== result.row);
  writeFileSync(RESULTS, JSON.stringify([...others, result]));
};
