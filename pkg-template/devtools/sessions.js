// @ts-check
// The sessions of the page, each with the last lines that it has told. None of them is kept alive by this.

import { element } from "./elements.js";
import { Timeline } from "./timeline.js";

/** Where src/face/session.js looks for whom to show itself to. No element of the page can be called so. */
export const HOOK = Symbol.for("everfetch");

/** So many lines are kept of each. */
const KEPT = 50;

/**
 * @typedef {{ at: number, text: string }} Line
 * @typedef {{ deref(): any, name: string, lines: Line[], timeline: HTMLElement, trace?: (line: string) => void }} Known
 */

/**
 * Meets every session at the next thing that it does, whichever of the two was there first.
 * @param {() => void} changed called whenever there is something new
 * @returns {() => Known[]} those that there are
 */
export const meet = (changed) => {
  /** @type {Known[]} */
  let all = [];
  /** @type {WeakMap<any, Known>} */
  const known = new WeakMap();
  let count = 0;

  // src/face/session.js calls it; it is called often, and most often has nothing to do.
  /** @type {any} */ (globalThis)[HOOK] = (/** @type {any} */ session) => {
    let met = known.get(session);
    if (!met) {
      const ref = new WeakRef(session);
      const name = `${++count}: ${session.keys.join(", ")}`;
      const timeline = element("div");
      new Timeline(timeline, { auto: true }).follow(session);
      met = { deref: () => ref.deref(), name, lines: [], timeline };
      known.set(session, met);
      all.push(met);
      changed();
    }
    // Its own `debug` goes on; a client that is made later may have put another in its place.
    if (!met.trace || session.trace !== met.trace)
      session.trace = listen(met, session.trace, changed);
  };

  return () => (all = all.filter((met) => met.deref()));
};

/**
 * @param {Known} met
 * @param {((line: string) => void) | undefined} debug
 * @param {() => void} changed
 */
const listen = (met, debug, changed) =>
  (met.trace = (text) => {
    debug?.(text);
    met.lines.push({ at: Date.now(), text });
    if (met.lines.length > KEPT) met.lines.shift();
    changed();
  });
