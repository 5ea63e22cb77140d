// Signals that the platform's fetch takes. An application may bring one of jsdom or of a polyfill, where
// `AbortController` itself may be theirs. A fetch that looks at the class (Node 25) refuses them.

import { member, own, platform } from "./own.js";

/** Does fetch take signals of this class? By the prototype, for it costs a `Request` to find out. */
const known = new WeakMap();

/** Those that stand in for an application's own. */
const adopted = new WeakMap();

const fits = (signal: any) => {
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

/** The signal itself, or one that the platform takes and that is aborted with it. */
export const signalOf = (signal: any) => {
  // Anything else is for the platform to refuse.
  const isSignal =
    member(signal, "addEventListener") ||
    member(signal, "onabort") !== undefined;
  if (!isSignal || fits(signal)) return signal;
  if (!adopted.has(signal)) adopted.set(signal, adopt(signal));
  return adopted.get(signal);
};

const adopt = (signal: any) => {
  const controller = openController();
  const abort = () => controller.abort(member(signal, "reason"));
  const handler = member(signal, "onabort");
  if (member(signal, "aborted")) abort();
  else if (member(signal, "addEventListener"))
    signal.addEventListener("abort", abort);
  else
    signal.onabort = (...given: any[]) => {
      abort();
      handler?.apply(signal, given);
    };
  return controller.signal;
};

/**
 * A controller whose signal fetch takes. Where the page's `AbortController` is another's, the platform's own
 * is still to be had from a stream.
 */
export const openController = (): {
  signal: AbortSignal;
  abort(reason?: any): void;
} => {
  const controller = new AbortController();
  if (fits(controller.signal) || !platform("WritableStream")) return controller;
  let inner: any;
  const sink = { start: (given: any) => void (inner = given) };
  const stream = new WritableStream(own(sink));
  return {
    signal: inner.signal,
    abort: (reason) => void stream.abort(reason).catch(() => {}),
  };
};
