// The lines of `session.debug` and of the devtools: each decision in a line without a token. They are in the
// development build only.

import { attempt, log } from "./callbacks.js";
import type { Expired } from "../client/settings.js";
import { needsBody } from "./refusal.js";
import type { Session } from "./session.js";

/** The only line of `session.debug` in other builds. */
const NO_LINES =
  "session.debug needs the development build: see everfetch/docs/en/devtools.md#the-development-build";

type Line = (line: string) => void;

/** Sets the receiver of the lines, from `session.debug`. */
export const debugTo = (session: Session, debug: true | Line) => {
  const listener = debug === true ? log : debug;
  if (!DEVELOPMENT)
    return void attempt("session.debug", () => listener(NO_LINES));
  session.debug = listener;
  retrace(session);
};

/** Adds a listener of the devtools. The returned function removes it. */
export const follow = (session: Session, listener: Line) => {
  if (!DEVELOPMENT) return () => {};
  session.followers.add(listener);
  retrace(session);
  return () => {
    session.followers.delete(listener);
    retrace(session);
  };
};

/** Without a listener, no lines are composed. */
const retrace = (session: Session) => {
  const { debug, followers } = session;
  session.trace =
    debug || followers.size
      ? (line) =>
          // Deferred to a microtask: a listener may call the session, which is in the middle of a change.
          queueMicrotask(() => {
            if (debug) attempt("session.debug", () => debug(line));
            for (const listener of followers)
              attempt("the devtools", () => listener(line));
          })
      : undefined;
};

/** Describes `session.expired` in words. */
export const ruleOf = (expired: Expired) =>
  "session.expired: " +
  (typeof expired === "function"
    ? "your function"
    : [
        "status " + (expired.status ?? 401),
        needsBody(expired) &&
          `code ${expired.code} at "${expired.codePath ?? "code"}" in the body`,
      ]
        .filter(Boolean)
        .join(", "));
