// Reads objects that come from outside by their own properties only (G21), so that a polluted
// `Object.prototype` changes nothing. Objects of everfetch's own whose members may be absent, and those that
// the platform reads as dictionaries, have no prototype for the same reason: `{ __proto__: null, … }`.

/** An object whose members are not known. */
export type Unknowns = Record<string, unknown>;

export const isObject = (value: unknown): value is object =>
  value !== null && (typeof value === "object" || typeof value === "function");

/**
 * A copy of an object's own enumerable properties, without a prototype and without a `__proto__` that
 * JSON.parse may have put there. Anything but an object becomes an empty copy.
 */
export function own<T extends object>(value: T): T;
export function own<T extends object>(value: T | null | undefined): Partial<T>;
export function own(value: unknown): Unknowns;
export function own(value: unknown): object {
  const copy: Unknowns = { __proto__: null, ...(isObject(value) && value) };
  if (Object.hasOwn(copy, "__proto__")) delete copy["__proto__"];
  return copy;
}

/**
 * A member of the object itself or of its class, for what may be an instance of one: an error, a signal, a
 * storage. Never one of `Object.prototype`, in whatever window.
 */
export function member<T extends object, K extends keyof T>(
  value: T,
  name: K,
): T[K];
export function member(value: unknown, name: string): unknown;
export function member(value: unknown, name: string): unknown {
  if (!isObject(value)) return;
  for (let holder: unknown = value; holder;) {
    const above: unknown = Object.getPrototypeOf(holder);
    if (Object.hasOwn(holder, name))
      return above || holder === value ? (value as Unknowns)[name] : undefined;
    holder = above;
  }
}

/**
 * Gives an object a member that it may have inherited: with a polluted `Object.prototype`, an assignment could
 * meet a setter or a constant.
 */
export const define = (object: object, name: string, value: unknown) => {
  if (!(name in object) || Object.hasOwn(object, name))
    (object as Unknowns)[name] = value;
  else Object.defineProperty(object, name, own({ ...MEMBER, value }));
};

const MEMBER: PropertyDescriptor = {
  writable: true,
  enumerable: true,
  configurable: true,
};

type Globals = typeof globalThis;

/** A global, which not every platform has. The global object inherits from `Object.prototype` as well. */
export function platform<K extends keyof Globals>(
  name: K,
): Globals[K] | undefined;
export function platform(name: string): unknown;
export function platform(name: string): unknown {
  return member(globalThis as unknown, name);
}

/** Cuts a class off from `Object.prototype`: a field that is not set yet is undefined, and can be set. */
export const apart = (type: { prototype: object }) =>
  void Object.setPrototypeOf(type.prototype, null);
