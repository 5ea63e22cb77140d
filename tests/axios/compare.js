// @ts-check
// Runs a case through both sides and finds where what arrived, or what the caller got, differs.

import { arrivals, arrived, path } from "./recorder.js";
import { sides } from "./sides.js";
import { outcomeOf, plain } from "./outcome.js";

/**
 * What a case is given: one side, and where it may send to.
 * @typedef {import("./sides.js").Side & {
 *   url: (answer?: import("./recorder.js").Answer, rest?: string) => string,
 *   arrived: (least?: number) => Promise<void>,
 *   outcome: (call: () => any) => Promise<any>,
 *   otherOrigin: string,
 * }} Given
 *
 * @typedef {object} Case
 * @property {string} name a sentence, or the coordinates of a product
 * @property {(given: Given) => any} run what it returns is compared
 * @property {boolean} [races] whether chance decides what arrives, or in which order: only the caller is asked
 *
 * @typedef {{ path: string, axios: any, everfetch: any }} Gap
 */

/** For what never settles; far more than anything here takes. */
const PATIENCE = 15_000;

/**
 * @param {Case} tried
 * @param {string} name unique, and fit for a URL
 * @param {string} otherOrigin
 * @returns {Promise<Gap[]>}
 */
export const compare = async (tried, name, otherOrigin) => {
  const outcomes = [];
  // One after the other, under one name: so nothing that arrives or returns can differ by name.
  for (const side of sides) {
    let asked = false;
    const given = {
      ...side,
      otherOrigin,
      url: (/** @type {any} */ answer, rest = "") => {
        asked = true;
        return path(name, answer) + rest;
      },
      arrived: (least = 1) => arrived(name, least),
      outcome: (/** @type {any} */ call) => outcomeOf(side, call),
    };
    const caller = await settled(async () => plain(await tried.run(given)));
    const recorded = asked ? await arrivals(name) : [];
    const server = tried.races ? [] : recorded;
    outcomes.push({ caller, server });
  }
  return gaps(outcomes[0], outcomes[1]);
};

/**
 * The places where two values differ, as deep as can be.
 * @param {any} left
 * @param {any} right
 * @param {string} [path]
 * @returns {Gap[]}
 */
export const gaps = (left, right, path = "") => {
  if (Object.is(left, right)) return [];
  if (
    !isTree(left) ||
    !isTree(right) ||
    Array.isArray(left) !== Array.isArray(right)
  )
    return [{ path, axios: left, everfetch: right }];
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].flatMap((name) =>
    gaps(left[name], right[name], path ? `${path}.${name}` : name),
  );
};

/** @param {any} value */
const isTree = (value) => typeof value === "object" && value !== null;

/** @param {() => Promise<any>} run */
const settled = async (run) => {
  /** @type {any} */
  let timer;
  const never = new Promise((resolve) => {
    timer = setTimeout(() => resolve({ settled: "never" }), PATIENCE);
  });
  try {
    return await Promise.race([run(), never]);
  } catch (error) {
    return { threw: String(error) };
  } finally {
    clearTimeout(timer);
  }
};
