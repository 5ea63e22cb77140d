// Signals that the platform's fetch takes. An application may bring one of jsdom or of a polyfill, where
// `AbortController` itself may be theirs. A fetch that looks at the class (Node 25) refuses them.

import { type Unknowns, isObject, member, own, platform } from "./own.js";

/** What aborts a signal, and the signal. */
export interface Controller {
  signal: AbortSignal;
  abort(reason?: unknown): void;
}

/** Does fetch take signals of this class? By the prototype, for it costs a `Request` to find out. */
const known = new WeakMap<object, boolean>();

/** Those that stand in for an application's own. */
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

/** The signal itself, or one that the platform takes and that is aborted with it. */
export const signalOf = (signal: unknown) => {
  // Anything that is no signal is for the platform to refuse.
  const isSignal =
    member(signal, "addEventListener") ||
    member(signal, "onabort") !== undefined;
  if (!isSignal || !isObject(signal) || fits(signal))
    return signal as AbortSignal | undefined;
  let own = adopted.get(signal);
  if (!own) adopted.set(signal, (own = adopt(signal)));
  return own;
};

/** A signal of any library: `addEventListener`, or in place of it only `onabort`. */
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
 * A controller whose signal fetch takes. Where the page's `AbortController` is another's, the platform's own
 * is still to be had from a stream.
 */
export const openController = (): Controller => {
  const controller = new AbortController();
  if (fits(controller.signal) || !platform("WritableStream")) return controller;
  let inner: WritableStreamDefaultController | undefined;
  const sink: UnderlyingSink = { start: (given) => void (inner = given) };
  const stream = new WritableStream(own(sink));
  return {
    // `start` has been called before the constructor returned.
    signal: inner!.signal,
    abort: (reason) => void stream.abort(reason).catch(() => {}),
  };
};
