// @ts-check
// Shared by the entries for Vue and React: the view of a session, and the check whether the user is signed in.

/** @typedef {import("./index.js").Session} Session */
/** @typedef {Pick<Session, "state" | "waiting" | "user">} View the part of a session that components show */

/**
 * The view on a server, and during the hydration of a page that a server rendered.
 * @type {View}
 */
export const NOBODY = { state: "signed-out", waiting: 0, user: null };

/**
 * @param {Session} session
 * @returns {View}
 */
export const viewOf = ({ state, waiting, user }) => ({ state, waiting, user });

/**
 * Calls `show` after each event of a session, for as long as the session lives. The call is deferred to a
 * microtask, because an event can arrive in the middle of a change.
 * @param {Session} session
 * @param {(view: View) => void} show
 * @param {(event: import("./index.js").SessionEvent) => void} [hear]
 */
export const follow = (session, show, hear) => {
  let due = false;
  const look = () => {
    due = false;
    show(viewOf(session));
  };
  session.subscribe((event) => {
    hear?.(event);
    if (!due) queueMicrotask(look);
    due = true;
  });
  // A sign-in or sign-out is shown without the deferral.
  return {
    signIn: (/** @type {any} */ tokens) => {
      session.signIn(tokens);
      look();
    },
    signOut: () => {
      session.signOut();
      look();
    },
  };
};

/**
 * Whether the user is signed in. Waits for a running refresh, and refreshes a token that is about to expire. Without
 * a token, tries a refresh, in case the refresh token is in a cookie. Returns true during an outage.
 * @param {Session} session
 */
export const admits = async (session) => {
  try {
    // Without a refresh token or cookie, `refresh()` rejects without a request.
    if (!(await session.accessToken())) await session.refresh();
    return true;
  } catch (/** @type {any} */ error) {
    if (error?.code === "ERR_BAD_OPTION") throw error;
    return error?.code !== "ERR_SESSION_ENDED";
  }
};
