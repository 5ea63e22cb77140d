// What a session leaves behind unless it is undone: channels, listeners, timers. Ports hold no session, so that one
// that nobody uses any more is collected (G20).

/** What undoes it, once nobody uses the session. */
export type Disposables = (() => void)[];

/** A reference that lets go of what nobody else holds, where there is such a thing: not in every edge runtime. */
export const weakly = <T extends object>(
  value: T,
): { deref(): T | undefined } =>
  typeof WeakRef === "undefined" ? { deref: () => value } : new WeakRef(value);

/** A callback that calls `call` with the value, for as long as something else holds it. */
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
