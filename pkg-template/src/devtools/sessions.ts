// The sessions of the page, each with its latest log lines. They are referenced weakly, so the panel keeps none alive.

import type { SessionEvent } from "../../index.js";
import { element } from "./elements.js";
import { Timeline } from "./timeline.js";

/** The global through which runtime/hook.ts shows sessions to the panel. A symbol, so no element id can collide with it. */
export const HOOK: unique symbol = Symbol.for("everfetch");

/** The global object, with the function that runtime/hook.ts calls once for each session. */
export const page = globalThis as { [HOOK]?: (session: Facade) => void };

/** How many log lines are kept per session. */
const KEPT = 50;

/** What runtime/hook.ts shows of a session. */
export interface Facade {
  readonly name: string;
  readonly state: string;
  readonly user: string | null;
  readonly token: string;
  readonly expiry: number | undefined;
  readonly waiting: string[];
  subscribe(listener: (event: SessionEvent) => void): () => void;
  trace(listener: (line: string) => void): void;
}

/** A line of the log. */
export interface Line {
  at: number;
  text: string;
}

/** A session that the panel shows. */
export interface Known {
  deref(): Facade | undefined;
  name: string;
  lines: Line[];
  timeline: HTMLElement;
}

/**
 * Finds each session at its next event, whether the session or the panel was loaded first.
 * @param changed called after each change
 * @returns the sessions that are still alive
 */
export const meet = (changed: () => void): (() => Known[]) => {
  let all: Known[] = [];
  const known: WeakSet<Facade> = new WeakSet();
  let count = 0;

  page[HOOK] = (session) => {
    if (known.has(session)) return;
    const ref = new WeakRef(session);
    const name = `${++count}: ${session.name}`;
    const timeline = element("div");
    new Timeline(timeline, { auto: true }).follow(session);
    const met: Known = { deref: () => ref.deref(), name, lines: [], timeline };
    known.add(session);
    all.push(met);
    session.trace((text) => {
      met.lines.push({ at: Date.now(), text });
      if (met.lines.length > KEPT) met.lines.shift();
      changed();
    });
    changed();
  };

  return () => (all = all.filter((met) => met.deref()));
};
