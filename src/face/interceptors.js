// @ts-check
// What an application puts before and after each of its requests; in axios's order.

import { own } from "./own.js";

/**
 * @typedef {{ fulfilled?: any, rejected?: any, synchronous?: boolean, runWhen?: any, onRetry?: boolean }} Handler
 */

/** `api.interceptors.request`, or `.response`. */
export const openInterceptors = () => {
  /** @type {Map<number, Handler>} */
  const all = new Map();
  let next = 0;
  return {
    /** @returns {Handler[]} */
    get handlers() {
      return [...all.values()];
    },
    /**
     * @param {any} fulfilled
     * @param {any} [rejected]
     * @param {any} [options]
     */
    use(fulfilled, rejected, options) {
      all.set(next, own({ ...options, fulfilled, rejected }));
      return next++;
    },
    /** @param {number} id */
    eject(id) {
      all.delete(id);
    },
    clear() {
      all.clear();
    },
    /** @param {(handler: Handler) => void} callback */
    forEach(callback) {
      this.handlers.forEach(callback);
    },
    /** Nothing to run: the way that most requests take. */
    get idle() {
      return !all.size;
    },
  };
};

/**
 * @param {{ request: any, response: any }} interceptors
 * @param {any} config
 * @param {(config: any, again: Handler[]) => Promise<any>} dispatch told who runs again when it is sent again
 */
export const intercept = ({ request, response }, config, dispatch) => {
  if (request.idle && response.idle) return dispatch(config, []);
  const before = request.handlers.filter(
    (/** @type {Handler} */ { runWhen }) => runWhen?.(config) !== false,
  );
  // The last that was added comes first, unless told otherwise.
  if (own(config.transitional).legacyInterceptorReqResOrdering !== false)
    before.reverse();
  const send = (/** @type {any} */ ready) =>
    dispatch(
      ready,
      before.filter((/** @type {Handler} */ handler) => handler.onRetry),
    );
  let promise = before.every(
    (/** @type {Handler} */ { synchronous }) => synchronous,
  )
    ? atOnce(before, config, send)
    : chain(Promise.resolve(config), before).then(send);
  return chain(promise, response.handlers);
};

/**
 * @param {Promise<any>} promise
 * @param {Handler[]} handlers
 */
export const chain = (promise, handlers) => {
  for (const { fulfilled, rejected } of handlers)
    promise = promise.then(fulfilled, rejected);
  return promise;
};

/**
 * @param {Handler[]} handlers
 * @param {any} config
 * @param {(config: any) => Promise<any>} send
 */
const atOnce = async (handlers, config, send) => {
  for (const { fulfilled, rejected } of handlers)
    try {
      if (fulfilled) config = fulfilled(config);
    } catch (error) {
      if (!rejected) throw error;
      await rejected(error);
      break;
    }
  return send(config);
};
