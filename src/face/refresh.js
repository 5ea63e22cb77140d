// @ts-check
// The token endpoint, reached by fetch or by the application's own function.

/** @param {typeof fetch | undefined} own */
const fetchOf = (own) => own ?? globalThis.fetch;

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
