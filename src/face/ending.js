// @ts-check
// The end of a session, as the application and the user see it: `onEnd`, then the way to the login.

/**
 * Nothing waits for this: the waiters are rejected already.
 * @param {any} wishes the session's options
 * @param {string} reason
 * @param {unknown} error
 * @param {number} waiting
 */
export const endSession = async (wishes, reason, error, waiting) => {
  try {
    if ((await wishes.onEnd?.({ reason, error, waiting })) === "stay") return;
  } catch (thrown) {
    console.error("everfetch: session.onEnd threw", thrown);
  }
  try {
    redirect(wishes);
  } catch (thrown) {
    console.error("everfetch: session.navigate threw", thrown);
  }
};

/** @param {any} wishes */
const redirect = ({ loginURL = "/login", returnParam, navigate }) => {
  const here = globalThis.location;
  if (!loginURL || (here && isHere(here, loginURL))) return;
  let url = loginURL;
  if (returnParam && here) {
    // The path of this very page, and so of this origin and no other.
    const path = encodeURIComponent(here.pathname + here.search + here.hash);
    const [before, hash] = url.split(/(?=#)/);
    url =
      before +
      (before.includes("?") ? "&" : "?") +
      returnParam +
      "=" +
      path +
      (hash ?? "");
  }
  if (navigate) navigate(url);
  else here?.assign?.(url);
};

/**
 * @param {Location} here
 * @param {string} loginURL
 */
const isHere = (here, loginURL) => {
  const login = new URL(loginURL, here.href);
  return (
    here.origin === login.origin &&
    here.pathname === login.pathname &&
    (!login.hash || here.hash === login.hash)
  );
};
