// Shared by the entries for Vue and React: the view of a session, and the check whether the user is signed in.

import type { Session, SessionEvent } from "../index.js";
import { member } from "./runtime/own.js";

/** The part of a session that components show. */
export type View = Pick<Session, "state" | "waiting" | "user">;

/** The methods with which components change a session. The view changes immediately. */
export type Acts = Pick<Session, "signIn" | "signOut">;

/** The view on a server, and during the hydration of a page that a server rendered. */
export const SIGNED_OUT: View = { state: "signed-out", waiting: 0, user: null };

export const viewOf = ({ state, waiting, user }: Session): View => ({
  state,
  waiting,
  user,
});

/**
 * Calls `show` after each event of a session, for as long as the session lives. The call is deferred to a
 * microtask, because an event can arrive in the middle of a change.
 */
export const follow = (
  session: Session,
  show: (view: View) => void,
  onEvent?: (event: SessionEvent) => void,
): Acts => {
  let due = false;
  const update = () => {
    due = false;
    show(viewOf(session));
  };
  session.subscribe((event) => {
    onEvent?.(event);
    if (!due) queueMicrotask(update);
    due = true;
  });
  // A sign-in or sign-out is shown immediately.
  return {
    signIn: (tokens) => {
      session.signIn(tokens);
      update();
    },
    signOut: () => {
      const done = session.signOut();
      update();
      return done;
    },
  };
};

/** Passed to `session.refresh`, which then does not try a cookie without a marker. */
export const KNOWN = "known";

/**
 * Whether the user is signed in. Waits for a running refresh, and refreshes a token that is about to expire. If no
 * session is known, tries a refresh, because the application's own function may have one. Returns true during an
 * outage.
 */
export const admits = async (session: Session) => {
  try {
    const refresh: (known: string) => Promise<void> = session.refresh;
    // Without a known refresh token or cookie, it rejects without a request.
    if (!(await session.accessToken()) && session.state !== "signed-in")
      await refresh(KNOWN);
    return true;
  } catch (error) {
    const code = member(error, "code");
    if (code === "ERR_BAD_OPTION") throw error;
    return code !== "ERR_SESSION_ENDED";
  }
};
