// The view of a session for `everfetch/devtools`: it contains no token, and nothing that the devtools could change.

import { attempt } from "./callbacks.js";
import { follow } from "./debug.js";
import type { SessionEvent } from "../../index.js";
import type { Session } from "./session.js";

/** The global through which `everfetch/devtools`, a separate bundle, receives sessions. */
const HOOK: unique symbol = Symbol.for("everfetch");

/** Shows a session to the devtools, if they are loaded: once, and not in the middle of a request. */
export const introduce = (session: Session) => {
  const page = globalThis as { [HOOK]?: (facade: object) => void };
  const hook = Object.hasOwn(page, HOOK) ? page[HOOK] : undefined;
  if (hook === session.shownTo) return;
  session.shownTo = hook;
  if (typeof hook !== "function") return;
  const facade = (session.facade ??= facadeOf(session));
  queueMicrotask(() => attempt("the devtools hook", () => hook(facade)));
};

const facadeOf = (session: Session) =>
  Object.freeze({
    name: session.keys.join(", "),
    get state() {
      return session.state;
    },
    get user() {
      return session.user;
    },
    /** The token in words: its number, and when it is due for a refresh. */
    get token() {
      return session.token;
    },
    /** When the token expires, in ms since the epoch. */
    get expiry() {
      return session.facts(session.access).exp;
    },
    /** The waiting requests, in words. */
    get waiting() {
      return [...session.waiters.values()].map(String);
    },
    subscribe: (listener: (event: SessionEvent) => void) =>
      session.listeners.subscribe(listener),
    /** Calls the listener with each line of `session.debug`. */
    trace: (listener: (line: string) => void) => follow(session, listener),
  });
