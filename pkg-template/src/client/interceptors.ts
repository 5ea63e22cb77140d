// @ts-nocheck
// What an application puts before and after each of its requests; in axios's order.

import { own } from "../runtime/own.js";

/**
 * @typedef {{ fulfilled?: any, rejected?: any, synchronous?: boolean, runWhen?: any, onRetry?: boolean }} Handler
 */

/** `api.interceptors.request`, or `.response`. */
export const openInterceptors = () => {
  const all: Map<number, Handler> = new Map();
  let next = 0;
  return {
    get handlers(): Handler[] {
      return [...all.values()];
    },
    use(fulfilled: any, rejected?: any, options?: any) {
      all.set(next, own({ ...options, fulfilled, rejected }));
      return next++;
    },
    eject(id: number) {
      all.delete(id);
    },
    clear() {
      all.clear();
    },
    forEach(callback: (handler: Handler) => void) {
      this.handlers.forEach(callback);
    },
    /** Nothing to run: the way that most requests take. */
    get idle() {
      return !all.size;
    },
  };
};

/** @param dispatch told who runs again when it is sent again */
export const intercept = (
  { request, response }: { request: any; response: any },
  config: any,
  dispatch: (config: any, again: Handler[]) => Promise<any>,
) => {
  if (request.idle && response.idle) return dispatch(config, []);
  const before = request.handlers.filter(
    ({ runWhen }: Handler) => runWhen?.(config) !== false,
  );
  // The last that was added comes first, unless told otherwise.
  if (own(config.transitional).legacyInterceptorReqResOrdering !== false)
    before.reverse();
  const send = (ready: any) =>
    dispatch(
      ready,
      before.filter((handler: Handler) => handler.onRetry),
    );
  let promise = before.every(({ synchronous }: Handler) => synchronous)
    ? atOnce(before, config, send)
    : chain(Promise.resolve(config), before).then(send);
  return chain(promise, response.handlers);
};

export const chain = (promise: Promise<any>, handlers: Handler[]) => {
  for (const { fulfilled, rejected } of handlers)
    promise = promise.then(fulfilled, rejected);
  return promise;
};

const atOnce = async (
  handlers: Handler[],
  config: any,
  send: (config: any) => Promise<any>,
) => {
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
