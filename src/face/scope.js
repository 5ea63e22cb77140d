// @ts-check
// Which requests the session is for: those to its own origins (G12), less the public paths (G13).

import { platform } from "./own.js";
import { NOWHERE, base, namesHost, parse } from "./url.js";

/** Of no parser is this read otherwise: no `//`, no dots to resolve, nothing to encode. */
const PLAIN = /^(\/[\w!$&'()*+,:;=@~-][\w!$&'()*+,.:;=@~%-]*)*\/?(?=[?#]|$)/;

/**
 * Tells of a URL whether a request to it is the session's.
 * @param {any} settings those of `readOptions`
 * @param {string | undefined} baseURL the client's
 * @param {string} tokenURL
 * @returns {(url: string) => boolean}
 */
export const scopeOf = (settings, baseURL, tokenURL) => {
  const page = base() === NOWHERE ? NOWHERE : platform("location")?.origin;
  const client = baseURL ? parse(baseURL) : undefined;
  /** @type {string[]} */
  const origins = [
    page,
    // A relative one leads where the page's own `<base>` does, which may be anywhere.
    namesHost(baseURL ?? "") && client?.origin,
    ...settings.origins,
  ].filter((origin) => origin && origin !== "null");
  const rooted = origins.includes(parse("/")?.origin ?? "");

  const within = client?.pathname.replace(/\/+$/, "") ?? "";
  const exact = new Set();
  /** @type {RegExp[]} */
  const patterns = [];
  for (const path of settings.public)
    if (typeof path === "string")
      for (const whole of [path, within + path])
        exact.add(new URL(NOWHERE + whole).pathname);
    else patterns.push(path);
  if (!settings.refresh.call) exact.add(parse(tokenURL)?.pathname);

  return (url) => {
    const own =
      url[0] === "/"
        ? rooted && ""
        : origins.find((origin) => url.startsWith(origin));
    let path =
      typeof own === "string" && PLAIN.exec(url.slice(own.length))?.[0];
    if (!path) {
      const parsed = parse(url);
      // A blob has the origin of the page that made it, and no server.
      if (
        !parsed ||
        parsed.protocol === "blob:" ||
        !origins.includes(parsed.origin)
      )
        return false;
      path = parsed.pathname;
    }
    return (
      !exact.has(path) &&
      // Not `test`, which a `g` makes remember where it was.
      !patterns.some((pattern) => path.search(pattern) >= 0)
    );
  };
};
