// @ts-check
// The redirect to the log-in page at the end of a session.

import { platform } from "./own.js";

/** @param {any} settings */
export const redirect = ({ loginURL, returnParam, navigate }) => {
  const here = platform("location");
  if (!loginURL || (here && isHere(here, loginURL))) return;
  let url = loginURL;
  if (returnParam && here) {
    // The path of this very page, and so of this origin and no other: `//host` would be another's.
    const path = encodeURIComponent(
      here.pathname.replace(/^\/+/, "/") + here.search + here.hash,
    );
    const [before, hash = ""] = url.split(/(?=#)/);
    url =
      before +
      (before.includes("?") ? "&" : "?") +
      returnParam +
      "=" +
      path +
      hash;
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
