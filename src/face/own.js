// @ts-check
// Reads objects that come from outside by their own properties only (G21), so that a polluted
// `Object.prototype` changes nothing.

/**
 * A copy of an object's own enumerable properties, without a prototype. Anything but an object becomes an
 * empty copy.
 * @param {any} value
 * @returns {any}
 */
export const own = (value) => {
  const copy = Object.create(null);
  if (
    value !== null &&
    (typeof value === "object" || typeof value === "function")
  )
    for (const name of Object.keys(value)) copy[name] = value[name];
  return copy;
};
