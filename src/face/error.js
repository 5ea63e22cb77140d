// @ts-check
// The one error class, in axios's shape, so that existing handlers go on working.

import { define, member, own } from "./own.js";

const REGISTERED = Symbol.for("everfetch.error");

export class EverfetchError extends Error {
  // Fields: an assignment could meet a setter, or a constant, of a polluted `Object.prototype`.
  isAxiosError = true;
  /** @type {string | undefined} */
  code;
  /** @type {any} */
  config;
  /** @type {any} */
  request;
  /** @type {any} */
  response;
  /** @type {number | undefined} */
  status;

  /**
   * @param {string} message
   * @param {string} [code]
   * @param {any} [config]
   * @param {any} [request]
   * @param {any} [response]
   * @param {unknown} [cause]
   */
  constructor(message, code, config, request, response, cause) {
    super(message, cause === undefined ? undefined : { cause });
    // Defined: where `Error.prototype` is frozen, to assign would throw.
    define(this, "name", "EverfetchError");
    // A copy of it, as in a log or a store, is to have all of this.
    Object.defineProperty(this, "message", ENUMERABLE);
    this.code = code;
    this.config = config;
    this.request = request;
    this.response = response;
    this.status = member(response, "status");
  }

  /**
   * @param {any} error
   * @param {string} [code]
   * @param {any} [config]
   * @param {any} [request]
   * @param {any} [response]
   */
  static from(error, code, config, request, response) {
    const message = member(error, "message") ?? String(error);
    const name = member(error, "name");
    const known = code ?? member(error, "code");
    const made = new this(message, known, config, request, response, error);
    if (name) made.name = name;
    return made;
  }

  /** What axios's errors give; neither tokens nor bodies are in it. */
  toJSON() {
    const { message, name, stack, code, status, config } = this;
    return { message, name, stack, config: shown(config), code, status };
  }
}

/** @type {any} */
const ENUMERABLE = { __proto__: null, enumerable: true };
/** @type {any} */
const TRUE = { __proto__: null, value: true };

// Told by the class, and true across realms.
Object.defineProperty(EverfetchError.prototype, REGISTERED, TRUE);

/** Members that hold what nobody else is to read, or that lead away from the request. */
const UNSAID =
  /^(data|auth|authorization|cookie|signal|response)$|token$|password|secret|api-?key/i;

/** The headers that are shown: none of them identifies or admits anyone. */
const SHOWN =
  /^(accept|accept-(encoding|language|range)|cache-control|content-(encoding|language|length|type)|if-(match|none-match|modified-since|unmodified-since|range)|pragma|prefer|range|x-requested-with)$/i;

/** What axios puts in the place of what `redact` names. */
const REDACTED = "[REDACTED ****]";

/**
 * A config for a log. `redact` is a list of names to hide besides, as in axios; or an object, to show more.
 * @param {any} config
 */
const shown = (config) => {
  if (!config) return;
  const { redact } = own(config);
  const {
    names = [],
    query = false,
    headers = [],
  } = own(Array.isArray(redact) ? { names: redact } : redact);
  const is = (/** @type {any[]} */ list, /** @type {string} */ name) =>
    list.some((each) => String(each).toLowerCase() === name.toLowerCase());
  const allowed = (/** @type {string} */ name) =>
    SHOWN.test(name) || is(headers, name);
  /** @param {any} all what is kept of it */
  const only = (all, /** @type {(name: string) => boolean} */ kept) =>
    all !== null && typeof all === "object"
      ? Object.fromEntries(Object.entries(all).filter(([name]) => kept(name)))
      : undefined;
  const show = (/** @type {string} */ name, /** @type {any} */ value) => {
    if (is(names, name)) return REDACTED;
    if (name === "headers") return only(value, allowed);
    if (name === "params" && !query)
      return only(value, () => true) && blank(value);
    if (/^(url|baseURL)$/.test(name) && typeof value === "string")
      return withoutSecrets(value, query);
    // A header that the application asks to see may have any name.
    return UNSAID.test(name) && !is(headers, name) ? undefined : value;
  };
  try {
    return JSON.parse(JSON.stringify(config, show));
  } catch {
    // Something in it leads back to itself.
    const { url, method, baseURL } = own(config);
    return JSON.parse(JSON.stringify({ url, method, baseURL }, show));
  }
};

/** Stands for a value of a query. */
const HIDDEN = "…";

/** Params less their values. @param {any} params */
const blank = (params) =>
  Object.fromEntries(Object.keys(params).map((name) => [name, HIDDEN]));

/**
 * Less a user and a password. They end at the last `@` before the path (WHATWG URL), and blanks in front of a
 * URL count for nothing.
 * @param {string} url
 */
export const withoutUser = (url) =>
  url.replace(/^([\0- ]*(?:[a-z][a-z\d+.-]*:)?[\\/]{2,})[^\\/?#]*@/i, "$1");

/** A message repeats no more characters of what comes from outside. */
const LONGEST = 300;

/**
 * A name or a path that comes from outside, for a message.
 * @param {string} text
 */
export const capped = (text) =>
  text.length > LONGEST ? text.slice(0, LONGEST) + "…" : text;

/**
 * A URL for a log: without a user and a password, without its hash and, unless it is asked for, without the
 * values of its query.
 * @param {string} url
 * @param {boolean} query
 */
const withoutSecrets = (url, query) => {
  const bare = withoutUser(url);
  return query
    ? bare
    : bare
        .split("#", 1)[0]
        .replace(/=[^&?#]*/g, (value, at, all) =>
          all.lastIndexOf("?", at) < 0 ? value : "=" + HIDDEN,
        );
};

/**
 * @param {string} code
 * @param {string} message
 * @param {unknown} [cause]
 */
export const fail = (code, message, cause) =>
  new EverfetchError(message, code, undefined, undefined, undefined, cause);

/** What the session itself can fail with, in the order of src/error.rs: the fact, then what to do. */
const OWN = [
  ["ERR_SESSION_ENDED", "the session has ended; sign in again"],
  [
    "ERR_SESSION_CHANGED",
    "another user has signed in since this request was made; it was not sent as that user",
  ],
  [
    "ERR_REFRESH_UNAVAILABLE",
    "the token could not be refreshed for now; the session is kept, try again",
  ],
  [
    "ERR_REFRESH_LOOP",
    "a fresh token was refused all the same; the refusal is not about the token's age, so look at the permission, narrow session.expired, or name a login in session.public",
  ],
  [
    "ERR_WAITER_TIMEOUT",
    "the refresh took longer than session.waiterTimeout; the session is kept, try again",
  ],
];

/**
 * @param {number} number
 * @param {unknown} [cause]
 */
export const failure = (number, cause) => {
  const [code, message] = OWN[number];
  return fail(code, message, cause);
};

export class CanceledError extends EverfetchError {
  /**
   * @param {any} [message]
   * @param {any} [config]
   * @param {any} [request]
   * @param {unknown} [cause]
   */
  constructor(message, config, request, cause) {
    const text = message ?? "canceled";
    super(text, "ERR_CANCELED", config, request, undefined, cause);
    define(this, "name", "CanceledError");
  }
}

// What axios.isCancel looks for.
Object.defineProperty(CanceledError.prototype, "__CANCEL__", TRUE);

/** @param {any} value */
export const isEverfetchError = (value) => value?.[REGISTERED] === true;

/** @param {any} value */
export const isAxiosError = (value) => member(value, "isAxiosError") === true;

/** @param {any} value */
export const isCancel = (value) => member(value, "__CANCEL__") === true;
