// The port to navigation: the redirect to the log-in page at the end of a session.

import { warning } from "./callbacks.js";
import { platform } from "./own.js";
import type { Settings } from "../client/settings.js";
import { parse, pinned } from "../client/url.js";

let warned = false;

type Target = Pick<Settings, "loginURL" | "returnParam" | "navigate">;

/** @param wanted whether the core still wants the redirect */
export const redirect = (settings: Target, wanted: () => unknown) => {
  const { loginURL, returnParam, navigate } = settings;
  const here = platform("location");
  if (!wanted() || !loginURL || !(navigate || here)) return;
  let url = loginURL;
  if (here) {
    const login = parse(loginURL);
    if (login && isHere(here, login)) return;
    if (!navigate && here.protocol === "file:") return warn();
    // The page's address must not be disclosed to another origin.
    if (returnParam && login?.origin === here.origin)
      url = withParam(loginURL, returnParam, wayBack(here));
  }
  if (navigate) return navigate(url);
  // While offline, the browser would show its own error page.
  if (platform("navigator")?.onLine === false) {
    const later = () => redirect(settings, wanted);
    platform("addEventListener")?.("online", later, { once: true });
    return;
  }
  here?.assign?.(pinned(url));
};

/**
 * The path of this page, always of this origin, because `//host` would be another one. Without the hash, in which a
 * log-in by redirect may have left a token.
 */
const wayBack = ({ pathname, search }: Location) =>
  encodeURIComponent(pathname.replace(/^\/+/, "/") + search);

const withParam = (url: string, name: string, value: string) => {
  const [before, hash = ""] = url.split(/(?=#)/);
  const separator = before.includes("?") ? "&" : "?";
  return before + separator + name + "=" + value + hash;
};

const isHere = (here: Location, login: URL) =>
  here.origin === login.origin &&
  here.pathname === login.pathname &&
  (!login.hash || here.hash === login.hash);

/** A file has no log-in page at a path, so the browser would show an error instead. Warns once per page. */
const warn = () => {
  if (!warned)
    warning(
      "The session has ended, and a `file:` page cannot be redirected to `session.loginURL`" +
        (DEVELOPMENT ? "; pass `session.navigate` to show the log-in" : ""),
    );
  warned = true;
};
