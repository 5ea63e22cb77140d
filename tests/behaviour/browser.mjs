// @ts-check
// What a browser has for all of its tabs: a cookie jar and `localStorage`, and for each tab a page of its own.

import { page, storage } from "./support.mjs";

/**
 * A browser whose tabs are at this origin, for the time of a test.
 * @param {import("node:test").TestContext} t
 * @param {string} origin
 * @param {object} [globals] more of what a page has
 */
export const browser = (t, origin, globals = {}) => {
  /** @type {Map<string, { value: string, path: string, hidden: boolean }>} */
  const jar = new Map();
  const document = new EventTarget();
  Object.defineProperty(document, "cookie", {
    get: () =>
      [...jar]
        .filter(([, { hidden }]) => !hidden)
        .map(([name, { value }]) => `${name}=${value}`)
        .join("; "),
  });
  const location = { href: `${origin}/`, origin, protocol: "http:" };
  const { localStorage } = page(t, { document, location, ...globals });
  /** Sends the cookies, as a browser does, and stores those of the answer. */
  const fetch = async (/** @type {any} */ input, /** @type {any} */ init) => {
    const request = new Request(input, init);
    const { pathname } = new URL(request.url);
    const cookies = [...jar]
      .filter(([, { path }]) => pathname.startsWith(path))
      .map(([name, { value }]) => `${name}=${value}`);
    const headers = new Headers(request.headers);
    if (cookies.length) headers.set("cookie", cookies.join("; "));
    const answer = await globalThis.fetch(new Request(request, { headers }));
    for (const line of answer.headers.getSetCookie()) {
      const [pair = "", ...attributes] = line.split("; ");
      const [name = "", value = ""] = pair.split("=");
      const path =
        attributes.find((each) => each.startsWith("Path="))?.slice(5) ?? "/";
      const hidden = attributes.includes("HttpOnly");
      if (value) jar.set(name, { value, path, hidden });
      else jar.delete(name);
    }
    return answer;
  };
  /**
   * A tab opens, or a page is loaded anew: its `localStorage` is another object with the same items.
   * @template T
   * @param {() => T} open
   */
  const tab = (open) => {
    const items = localStorage.items;
    const own = Object.assign(storage(), {
      getItem: (/** @type {string} */ key) => items.get(key) ?? null,
      setItem: (/** @type {string} */ key, /** @type {string} */ value) =>
        void items.set(key, value),
      removeItem: (/** @type {string} */ key) => void items.delete(key),
    });
    Object.assign(globalThis, { localStorage: own });
    return open();
  };
  return { jar, fetch, tab, stored: localStorage.items };
};
