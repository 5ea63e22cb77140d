// Creates signals that the platform's fetch accepts. An application may pass a signal from jsdom or a polyfill, which
// may also have replaced `AbortController`. A fetch that checks the class (Node 25) rejects such signals.

import { type Unknowns, isObject, member, own, platform } from "./own.js";

/** A controller that aborts a signal, and the signal. */
export interface Controller {
  signal: AbortSignal;
  abort(reason?: unknown): void;
}

/** Whether fetch accepts signals with this prototype. Cached, because the check creates a `Request`. */
const known = new WeakMap<object, boolean>();

/** The platform signals that replace the application's own. */
const adopted = new WeakMap<object, AbortSignal>();

const fits = (signal: object) => {
  if (!(signal instanceof AbortSignal)) return false;
  const kind: object = Object.getPrototypeOf(signal);
  let fit = known.get(kind);
  if (fit === undefined) {
    fit = true;
    try {
      if (platform("Request")) new Request("http://a", own({ signal }));
    } catch {
      fit = false;
    }
    known.set(kind, fit);
  }
  return fit;
};

/** Returns the signal itself, or a signal that the platform accepts and that is aborted with it. */
export const signalOf = (signal: unknown) => {
  // The platform rejects any value that is not a signal.
  const isSignal =
    member(signal, "addEventListener") ||
    member(signal, "onabort") !== undefined;
  if (!isSignal || !isObject(signal) || fits(signal))
    return signal as AbortSignal | undefined;
  let own = adopted.get(signal);
  if (!own) adopted.set(signal, (own = adopt(signal)));
  return own;
};

/** A signal from any library, with `addEventListener` or only with `onabort`. */
type Foreign = Unknowns & Pick<AbortSignal, "addEventListener" | "onabort">;

const adopt = (given: object) => {
  const signal = given as Foreign;
  const controller = openController();
  const abort = () => controller.abort(member(signal, "reason"));
  const handler = member(signal, "onabort");
  if (member(signal, "aborted")) abort();
  else if (member(signal, "addEventListener"))
    signal.addEventListener("abort", abort);
  else
    signal.onabort = (...args) => {
      abort();
      handler?.apply(given as AbortSignal, args);
    };
  return controller.signal;
};

/**
 * Creates a controller whose signal fetch accepts. If the page's `AbortController` has been replaced, a stream still
 * provides the platform's own.
 */
export const openController = (): Controller => {
  const controller = new AbortController();
  if (fits(controller.signal) || !platform("WritableStream")) return controller;
  let inner: WritableStreamDefaultController | undefined;
  const sink: UnderlyingSink = { start: (given) => void (inner = given) };
  const stream = new WritableStream(own(sink));
  return {
    // The constructor calls `start` before it returns.
    signal: inner!.signal,
    abort: (reason) => void stream.abort(reason).catch(() => {}),
  };
};

/** The result of the promise, or a rejection as soon as the signal is aborted. */
export const unlessAborted = <T>(
  promise: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> =>
  new Promise((resolve, reject) => {
    const abort = () => reject(signal!.reason);
    if (signal?.aborted) abort();
    signal?.addEventListener("abort", abort);
    promise
      .then(resolve, reject)
      .finally(() => signal?.removeEventListener("abort", abort));
  });
