// The handlers that an application runs before and after each of its requests, in axios's order.

import type {
  AxiosInterceptorOptions as InterceptorOptions,
  TransitionalOptions,
} from "../../axios.js";
import { own } from "../runtime/own.js";
import type { MergedConfig } from "./request.js";

/** A handler as passed to `use`. */
export interface Handler<V = unknown> extends InterceptorOptions {
  fulfilled?: ((value: V) => V | Promise<V>) | null | undefined;
  rejected?: ((error: unknown) => unknown) | null | undefined;
}

/** `api.interceptors.request`, or `.response`. */
export type InterceptorManager<V> = ReturnType<typeof openInterceptors<V>>;

export const openInterceptors = <V>() => {
  const all = new Map<number, Handler<V>>();
  let next = 0;
  return {
    get handlers(): Handler<V>[] {
      return [...all.values()];
    },
    use(
      fulfilled?: Handler<V>["fulfilled"],
      rejected?: Handler<V>["rejected"],
      options?: InterceptorOptions,
    ) {
      all.set(next, own({ ...options, fulfilled, rejected }));
      return next++;
    },
    eject(id: number) {
      all.delete(id);
    },
    clear() {
      all.clear();
    },
    forEach(callback: (handler: Handler<V>) => void) {
      this.handlers.forEach(callback);
    },
    /** Whether there are no handlers, as for most requests. */
    get idle() {
      return !all.size;
    },
  };
};

/** @param dispatch receives the handlers to run before a request is sent again */
export const intercept = <R>(
  {
    request,
    response,
  }: {
    request: InterceptorManager<MergedConfig>;
    response: InterceptorManager<R>;
  },
  config: MergedConfig,
  dispatch: (
    config: MergedConfig,
    again: Handler<MergedConfig>[],
  ) => Promise<R>,
): Promise<R> => {
  if (request.idle && response.idle) return dispatch(config, []);
  const before = request.handlers.filter(
    ({ runWhen }) => runWhen?.(config) !== false,
  );
  // The handler that was added last runs first, unless an option says otherwise.
  const { legacyInterceptorReqResOrdering } = own<TransitionalOptions>(
    config.transitional ?? {},
  );
  if (legacyInterceptorReqResOrdering !== false) before.reverse();
  const send = (ready: MergedConfig) =>
    dispatch(
      ready,
      before.filter((handler) => handler.onRetry),
    );
  const sent = before.every(({ synchronous }) => synchronous)
    ? atOnce(before, config, send)
    : chain(Promise.resolve(config), before).then(send);
  return chain(sent, response.handlers);
};

export const chain = <V>(promise: Promise<V>, handlers: Handler<V>[]) => {
  for (const { fulfilled, rejected } of handlers)
    promise = promise.then(fulfilled, rejected as Recovery<V>);
  return promise;
};

/** Handles an error. Its result becomes the value. */
type Recovery<V> = ((error: unknown) => V | Promise<V>) | null | undefined;

const atOnce = async <R>(
  handlers: Handler<MergedConfig>[],
  config: MergedConfig,
  send: (config: MergedConfig) => Promise<R>,
) => {
  for (const { fulfilled, rejected } of handlers)
    try {
      // All handlers were added as synchronous, so their results are not awaited.
      if (fulfilled) config = fulfilled(config) as MergedConfig;
    } catch (error) {
      if (!rejected) throw error;
      await rejected(error);
      break;
    }
  return send(config);
};
