// Reads only the own properties of objects that come from outside (G21), so that a polluted `Object.prototype` changes
// nothing. For the same reason, everfetch's own objects have no prototype if members may be absent or if the platform
// reads them as dictionaries: `{ __proto__: null, … }`.

/** An object with unknown members. */
export type Unknowns = Record<string, unknown>;

export const isObject = (value: unknown): value is object =>
  value !== null && (typeof value === "object" || typeof value === "function");

/**
 * Copies an object's own enumerable properties, without a prototype and without a `__proto__` key that JSON.parse may
 * have created. Any other value becomes an empty object.
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
 * Reads a member of the object or of its class, for objects that may be instances: an error, a signal, a storage. Never
 * reads one of `Object.prototype`, not even of another window's.
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
 * Defines a member that the object may have inherited. With a polluted `Object.prototype`, an assignment could hit a
 * setter or a read-only property.
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

/** Reads a global that not every platform has. The global object, too, inherits from `Object.prototype`. */
export function platform<K extends keyof Globals>(
  name: K,
): Globals[K] | undefined;
export function platform(name: string): unknown;
export function platform(name: string): unknown {
  return member(globalThis as unknown, name);
}

/** Detaches a class from `Object.prototype`, so that a field that is not set yet is undefined and can be set. */
export const apart = (type: { prototype: object }) =>
  void Object.setPrototypeOf(type.prototype, null);
