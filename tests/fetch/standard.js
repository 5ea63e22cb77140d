// @ts-check
// The standard's own behaviour: every case is run every way, and what it comes to must not differ.

import aborts from "./standard/aborts.js";
import bodies from "./standard/bodies.js";
import headers from "./standard/headers.js";
import origins from "./standard/origins.js";
import redirects from "./standard/redirects.js";
import requests from "./standard/requests.js";
import responses from "./standard/responses.js";
import urls from "./standard/urls.js";
import { Trial } from "./trial.js";
import { PLATFORM, TWICE, WAYS } from "./ways.js";

/**
 * @typedef {[string, (t: Trial) => any, unknown?, { once: boolean }?]} Case what it is about, what is tried,
 *   what the standard says of it where every browser keeps to that, and whether it can be sent once only
 */

const CASES = {
  aborts,
  bodies,
  headers,
  origins,
  redirects,
  requests,
  responses,
  urls,
};

/** The longest that a case may take; it bounds a failure and orders nothing. */
const PATIENCE_MS = 20_000;

/** How a case that did not come to its end begins. */
const THREW = "it threw";

/** Runs them all; returns how many there are, how many were run, and what differs. */
export const standard = async () => {
  const failures = [];
  let [cases, runs] = [0, 0];
  for (const [group, list] of Object.entries(CASES))
    for (const [name, attempt, expected, { once } = { once: false }] of list) {
      cases++;
      const seen = await tried(PLATFORM, attempt);
      const what = `${group}: ${name}`;
      if (
        seen.startsWith(THREW) ||
        (expected !== undefined && seen !== text(expected))
      )
        failures.push(`${what}: the platform itself: ${seen}`);
      for (const way in WAYS) {
        if (way === PLATFORM || (once && way === TWICE)) continue;
        runs++;
        const ours = await tried(way, attempt);
        if (ours !== seen)
          failures.push(
            `${what}, ${way}: ${ours}, where the platform has ${seen}`,
          );
      }
    }
  return { cases, runs, failures };
};

/**
 * @param {string} way
 * @param {Case[1]} attempt
 */
const tried = async (way, attempt) => {
  const trial = new Trial(WAYS[way]().fetch);
  try {
    // The name is the one thing in which two trials differ.
    return text(await bounded(attempt(trial))).replaceAll(trial.name, "NAME");
  } catch (error) {
    return `${THREW} ${/** @type {any} */ (error).stack ?? error}`;
  } finally {
    await trial.arrivals();
  }
};

/** @param {Promise<any>} attempt */
const bounded = (attempt) =>
  Promise.race([
    attempt,
    new Promise((_, reject) =>
      setTimeout(() => reject("it never ended"), PATIENCE_MS),
    ),
  ]);

/** @param {unknown} value */
const text = (value) => JSON.stringify(value) ?? "undefined";
