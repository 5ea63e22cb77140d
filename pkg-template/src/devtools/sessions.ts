// @ts-nocheck
// The sessions of the page, each with its latest log lines. They are referenced weakly, so the panel keeps none alive.

import { element } from "./elements.js";
import { Timeline } from "./timeline.js";

/** The global through which runtime/hook.ts shows sessions to the panel. A symbol, so no element id can collide with it. */
export const HOOK = Symbol.for("everfetch");

/** How many log lines are kept per session. */
const KEPT = 50;

/**
 * @typedef {{ at: number, text: string }} Line
 * @typedef {{ deref(): any, name: string, lines: Line[], timeline: HTMLElement }} Known
 */

/**
 * Finds each session at its next event, whether the session or the panel was loaded first.
 * @param changed called after each change
 * @returns the sessions that are still alive
 */
export const meet = (changed: () => void): (() => Known[]) => {
  let all: Known[] = [];
  const known: WeakMap<any, Known> = new WeakMap();
  let count = 0;

  // runtime/hook.ts calls this once for each session.
  (globalThis as any)[HOOK] = (session: any) => {
    if (known.has(session)) return;
    const ref = new WeakRef(session);
    const name = `${++count}: ${session.name}`;
    const timeline = element("div");
    new Timeline(timeline, { auto: true }).follow(session);
    const met: Known = { deref: () => ref.deref(), name, lines: [], timeline };
    known.set(session, met);
    all.push(met);
    session.trace((text: string) => {
      met.lines.push({ at: Date.now(), text });
      if (met.lines.length > KEPT) met.lines.shift();
      changed();
    });
    changed();
  };

  return () => (all = all.filter((met) => met.deref()));
};
