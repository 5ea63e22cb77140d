// @ts-check
// Signals that the platform's fetch takes. An application may bring one of jsdom or of a polyfill, where
// `AbortController` itself may be theirs. A fetch that looks at the class (Node 25) refuses them.

import { member, own, platform } from "./own.js";

/** Does fetch take signals of this class? By the prototype, for it costs a `Request` to find out. */
const known = new WeakMap();

/** Those that stand in for an application's own. */
const adopted = new WeakMap();

/** @param {any} signal */
const fits = (signal) => {
  if (!(signal instanceof AbortSignal)) return false;
  const kind = Object.getPrototypeOf(signal);
  if (!known.has(kind)) {
    let fit = true;
    try {
      if (platform("Request")) new Request("http://a", own({ signal }));
    } catch {
      fit = false;
    }
    known.set(kind, fit);
  }
  return known.get(kind);
};

/**
 * The signal itself, or one that the platform takes and that is aborted with it.
 * @param {any} signal
 */
export const signalOf = (signal) => {
  // Anything else is for the platform to refuse.
  const isSignal =
    member(signal, "addEventListener") ||
    member(signal, "onabort") !== undefined;
  if (!isSignal || fits(signal)) return signal;
  if (!adopted.has(signal)) adopted.set(signal, adopt(signal));
  return adopted.get(signal);
};

/** @param {any} signal */
const adopt = (signal) => {
  const controller = openController();
  const abort = () => controller.abort(member(signal, "reason"));
  const handler = member(signal, "onabort");
  if (member(signal, "aborted")) abort();
  else if (member(signal, "addEventListener"))
    signal.addEventListener("abort", abort);
  else
    signal.onabort = (/** @type {any[]} */ ...given) => {
      abort();
      handler?.apply(signal, given);
    };
  return controller.signal;
};

/**
 * A controller whose signal fetch takes. Where the page's `AbortController` is another's, the platform's own
 * is still to be had from a stream.
 * @returns {{ signal: AbortSignal, abort(reason?: any): void }}
 */
export const openController = () => {
  const controller = new AbortController();
  if (fits(controller.signal) || !platform("WritableStream")) return controller;
  /** @type {any} */
  let inner;
  const sink = { start: (/** @type {any} */ given) => void (inner = given) };
  const stream = new WritableStream(own(sink));
  return {
    signal: inner.signal,
    abort: (reason) => void stream.abort(reason).catch(() => {}),
  };
};
