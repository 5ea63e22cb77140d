// @ts-check
// What the entries for Vue and React have in common: what they show of a session, and whom they let in.

/** @typedef {import("./index.js").Session} Session */
/** @typedef {Pick<Session, "state" | "waiting" | "user">} View what is shown of one */

/**
 * Where nobody can know who is signed in: on a server, and while the page is hydrated that it has rendered.
 * @type {View}
 */
export const NOBODY = { state: "signed-out", waiting: 0, user: null };

/**
 * @param {Session} session
 * @returns {View}
 */
export const viewOf = ({ state, waiting, user }) => ({ state, waiting, user });

/**
 * Shows a session each time that something has happened: a moment later, since an event may come in the middle
 * of a change. For as long as the session lives.
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
  // Whoever signs in or out sees it at once.
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
 * Is somebody signed in? Waits for the refresh in flight, refreshes first if the token is about to expire, and
 * where there is none, finds out whether a cookie signs in. An outage is no answer: it turns nobody away.
 * @param {Session} session
 */
export const admits = async (session) => {
  try {
    // The second asks the server only where there is something besides a token to ask with.
    if (!(await session.accessToken())) await session.refresh();
    return true;
  } catch (/** @type {any} */ error) {
    if (error?.code === "ERR_BAD_OPTION") throw error;
    return error?.code !== "ERR_SESSION_ENDED";
  }
};
