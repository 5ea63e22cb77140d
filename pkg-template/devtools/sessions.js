// @ts-check
// The sessions of the page, each with its latest log lines. They are referenced weakly, so the panel keeps none alive.

import { element } from "./elements.js";
import { Timeline } from "./timeline.js";

/** The global through which src/face/session.js reports to the panel. A symbol, so no element id can collide with it. */
export const HOOK = Symbol.for("everfetch");

/** How many log lines are kept per session. */
const KEPT = 50;

/**
 * @typedef {{ at: number, text: string }} Line
 * @typedef {{ deref(): any, name: string, lines: Line[], timeline: HTMLElement, trace?: (line: string) => void }} Known
 */

/**
 * Finds each session at its next event, whether the session or the panel was loaded first.
 * @param {() => void} changed called after each change
 * @returns {() => Known[]} the sessions that are still alive
 */
export const meet = (changed) => {
  /** @type {Known[]} */
  let all = [];
  /** @type {WeakMap<any, Known>} */
  const known = new WeakMap();
  let count = 0;

  // src/face/session.js calls this often; usually there is nothing to do.
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
    // The application's `debug` still receives each line. A client created later may have replaced it.
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
