// @ts-check
// Short words for cases.

/** @typedef {import("../compare.js").Given} Given */
/** @typedef {import("../compare.js").Case} Case */

/**
 * One request of a fresh client.
 * @param {string} name
 * @param {(given: Given) => any} [config] may be called once per side, so that nothing is used twice
 * @param {(given: Given) => any} [defaults]
 * @returns {Case}
 */
export const request = (name, config, defaults) => ({
  name,
  run: (given) =>
    given.outcome(() =>
      given
        .create(defaults?.(given))
        .request({ url: given.url(), ...config?.(given) }),
    ),
});

/**
 * Anything that is done with a fresh client.
 * @param {string} name
 * @param {(api: any, given: Given) => any} run
 * @returns {Case}
 */
export const client = (name, run) => ({
  name,
  run: (given) => run(given.create(), given),
});

/**
 * As {@link client}, and how the call ends is what is compared.
 * @param {string} name
 * @param {(api: any, given: Given) => any} call
 * @returns {Case}
 */
export const call = (name, call) => ({
  name,
  run: (given) => given.outcome(() => call(given.create(), given)),
});

/** An answer of this content type. @param {string} type @param {string} body */
export const typed = (type, body) => ({
  headers: /** @type {[string, string][]} */ ([["content-type", type]]),
  body,
});
