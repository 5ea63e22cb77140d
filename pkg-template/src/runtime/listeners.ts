// Notifies the application of the session's events and of its end.

import type { SessionEvent } from "../../index.js";
import { attempt, complain } from "./callbacks.js";
import { apart } from "./own.js";

/** How many events in a row listeners may cause before the page gets its turn. */
const MOST_IN_A_ROW = 100;

export class Listeners {
  all = new Set<{ listener: (event: SessionEvent) => void }>();
  /** The pending notifications, in order. */
  news: (() => void)[] = [];
  isNotifying = false;
  /** Has the endless chain of events been reported on the console? */
  hasComplained = false;

  subscribe(listener: (event: SessionEvent) => void) {
    const entry = { listener };
    this.all.add(entry);
    return () => void this.all.delete(entry);
  }

  /**
   * Passes each listener its own copy of the event. A listener that calls the session, unsubscribes or throws does not
   * affect the others.
   */
  emit(event: () => object) {
    this.news.push(() => {
      for (const { listener } of [...this.all])
        attempt("a session listener", () => listener(event() as SessionEvent));
    });
  }

  /**
   * Sends the pending notifications one after another, outside the engine, so that a listener may call anything.
   * Notifications that a listener causes follow afterwards.
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

  /** If listeners keep causing events, continues after the page has had its turn. */
  rest() {
    if (!this.hasComplained)
      complain(
        `session listeners caused ${MOST_IN_A_ROW} events in a row` +
          (DEVELOPMENT
            ? "; look for one that calls signIn() or signOut() at each event"
            : ""),
      );
    this.hasComplained = true;
    // Notifications that arise in the meantime have to queue up.
    this.isNotifying = true;
    setTimeout(() => {
      this.isNotifying = false;
      this.announce();
    });
  }
}

apart(Listeners);
