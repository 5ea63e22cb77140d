// What the application is told: the events of a session, and its end.

import type { SessionEvent } from "../../index.js";
import { attempt, complain } from "./callbacks.js";
import { apart } from "./own.js";

/** So many events in a row may be caused by the listeners of one, before the page has its turn again. */
const MOST_IN_A_ROW = 100;

export class Listeners {
  all = new Set<{ listener: (event: SessionEvent) => void }>();
  /** What is to be told, in order. */
  news: (() => void)[] = [];
  isNotifying = false;
  /** Has the console been told that the listeners cause events without end? */
  hasComplained = false;

  subscribe(listener: (event: SessionEvent) => void) {
    const entry = { listener };
    this.all.add(entry);
    return () => void this.all.delete(entry);
  }

  /**
   * Each gets an event of its own. One that calls the session again, or takes itself off, or throws, changes nothing
   * for the others.
   */
  emit(event: () => object) {
    this.news.push(() => {
      for (const { listener } of [...this.all])
        attempt("a session listener", () => listener(event() as SessionEvent));
    });
  }

  /**
   * Tells what has happened: outside the engine and one after another, so that a listener may call anything. What
   * that causes is told after it.
   */
  announce() {
    if (this.isNotifying) return;
    this.isNotifying = true;
    let called = 0;
    try {
      for (; this.news[0] && called < MOST_IN_A_ROW; called++)
        this.news.shift()!();
    } finally {
      this.isNotifying = false;
    }
    if (this.news[0]) this.rest();
  }

  /** Listeners that cause one event after another go on after the page has had its turn. */
  rest() {
    if (!this.hasComplained)
      complain(
        `session listeners caused ${MOST_IN_A_ROW} events in a row` +
          (DEVELOPMENT
            ? "; look for one that calls signIn() or signOut() at each event"
            : ""),
      );
    this.hasComplained = true;
    // What happens meanwhile is told after it.
    this.isNotifying = true;
    setTimeout(() => {
      this.isNotifying = false;
      this.announce();
    });
  }
}

apart(Listeners);
