// @ts-check
// URLs as the platform parses them, and the token endpoint: reached by fetch or by the application's own
// function. The wasm calls what is here.

export { combineURL } from "./config.js";

/** @param {Record<string, string>} members */
export const encodeForm = (members) => new URLSearchParams(members).toString();

/** @param {string} url */
const parse = (url) => {
  try {
    return new URL(
      url,
      globalThis.document?.baseURI ?? globalThis.location?.href,
    );
  } catch {
    return undefined;
  }
};

/**
 * The origin and the path, with a line break between; the empty string for what is no URL.
 * @param {string} url
 */
export const locate = (url) => {
  const parsed = parse(url);
  return parsed ? parsed.origin + "\n" + parsed.pathname : "";
};

/** The page's origin, if relative URLs lead there: a `<base>` may lead elsewhere. */
export const ownOrigin = () => {
  const origin = globalThis.location?.origin;
  return origin && parse("/")?.origin === origin ? origin : "";
};

/**
 * @param {RegExp} pattern
 * @param {string} path
 */
// Not `test`, which a `g` makes remember where it was.
export const matches = (pattern, path) => path.search(pattern) >= 0;

/**
 * The client's own, or the platform's, looked up at each call.
 * @param {typeof fetch | undefined} own
 */
export const fetchOf = (own) => own ?? globalThis.fetch;

/**
 * @param {typeof fetch | undefined} own
 * @param {string} url
 * @param {RequestInit} init
 */
export const sendRefresh = async (own, url, init) => fetchOf(own)(url, init);

/**
 * @param {(context: any) => any} refresh
 * @param {typeof fetch | undefined} own
 * @param {string | undefined} token
 * @param {AbortSignal} signal
 */
export const callRefresh = async (refresh, own, token, signal) =>
  refresh({
    refreshToken: token ?? null,
    signal,
    // Not a method of the context: the platform's fetch must not be called as one.
    fetch: (/** @type {any} */ input, /** @type {any} */ init) =>
      fetchOf(own)(input, init),
  });

const UNANSWERED = ["TypeError", "AbortError", "TimeoutError"];
const LOST = ["ERR_NETWORK", "ECONNABORTED", "ETIMEDOUT"];

/**
 * The status that stands for what the function has thrown: that of an answer; 503 for a failed network or
 * an abort, which nobody answered; 401 for anything else, which says that there are no tokens to be had.
 * @param {any} thrown
 */
export const statusOf = (thrown) =>
  thrown?.response?.status ??
  thrown?.status ??
  (UNANSWERED.includes(thrown?.name) || LOST.includes(thrown?.code)
    ? 503
    : 401);
