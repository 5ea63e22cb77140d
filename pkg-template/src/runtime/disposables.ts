// The resources of a session that must be released: channels, listeners, timers. Ports hold no reference to a session,
// so that an unused session is garbage-collected (G20).

/** The functions that release the resources once the session is unused. */
export type Disposables = (() => void)[];

/** A weak reference, or a strong one in edge runtimes that have no `WeakRef`. */
export const weakly = <T extends object>(
  value: T,
): { deref(): T | undefined } =>
  typeof WeakRef === "undefined" ? { deref: () => value } : new WeakRef(value);

/** Returns a callback that calls `call` with the value, as long as something else references the value. */
export const whileHeld = <T extends object, A extends unknown[]>(
  value: T,
  call: (value: T, ...args: A) => void,
) => {
  const ref = weakly(value);
  return (...args: A) => {
    const held = ref.deref();
    if (held) call(held, ...args);
  };
};
