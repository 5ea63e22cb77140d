// Reads objects that come from outside by their own properties only (G21), so that a polluted
// `Object.prototype` changes nothing. Objects of everfetch's own whose members may be absent, and those that
// the platform reads as dictionaries, have no prototype for the same reason: `{ __proto__: null, … }`.

export const isObject = (value: any) =>
  value !== null && (typeof value === "object" || typeof value === "function");

/**
 * A copy of an object's own enumerable properties, without a prototype and without a `__proto__` that
 * JSON.parse may have put there. Anything but an object becomes an empty copy.
 */
export const own = (value: any): any => {
  const copy = { __proto__: null, ...(isObject(value) && value) };
  if (Object.hasOwn(copy, "__proto__")) delete copy["__proto__"];
  return copy;
};

/**
 * A member of the object itself or of its class, for what may be an instance of one: an error, a signal, a
 * storage. Never one of `Object.prototype`, in whatever window.
 */
export const member = (value: any, name: string): any => {
  if (!isObject(value)) return;
  for (let holder = value; holder;) {
    const above = Object.getPrototypeOf(holder);
    if (Object.hasOwn(holder, name))
      return above || holder === value ? value[name] : undefined;
    holder = above;
  }
};

/**
 * Gives an object a member that it may have inherited: of a polluted `Object.prototype`, an assignment could
 * meet a setter or a constant.
 */
export const define = (object: any, name: string, value: any) => {
  if (!(name in object) || Object.hasOwn(object, name)) object[name] = value;
  else Object.defineProperty(object, name, own({ ...MEMBER, value }));
};

const MEMBER: any = { writable: true, enumerable: true, configurable: true };

/** A global, which not every platform has. The global object inherits from `Object.prototype` as well. */
export const platform = (name: string) => member(globalThis, name);

/** Cuts a class off from `Object.prototype`: a field that is not set yet is undefined, and can be set. */
export const apart = (type: { prototype: object }) =>
  void Object.setPrototypeOf(type.prototype, null);
