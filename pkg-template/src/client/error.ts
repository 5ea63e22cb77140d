// The one error class, in axios's shape, so that existing handlers go on working.

import { CODES, SessionError } from "../protocol.js";
import { define, member, own } from "../runtime/own.js";

const REGISTERED = Symbol.for("everfetch.error");

export class EverfetchError extends Error {
  // Fields: an assignment could meet a setter, or a constant, of a polluted `Object.prototype`.
  isAxiosError = true;
  code: string | undefined;
  config: any;
  request: any;
  response: any;
  status: number | undefined;

  constructor(
    message: string,
    code?: string,
    config?: any,
    request?: any,
    response?: any,
    cause?: unknown,
  ) {
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

  static from(
    error: any,
    code?: string,
    config?: any,
    request?: any,
    response?: any,
  ) {
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

const ENUMERABLE: any = { __proto__: null, enumerable: true };
const TRUE: any = { __proto__: null, value: true };

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

/** A config for a log. `redact` is a list of names to hide besides, as in axios; or an object, to show more. */
const shown = (config: any) => {
  if (!config) return;
  const { redact } = own(config);
  const {
    names = [],
    query = false,
    headers = [],
  } = own(Array.isArray(redact) ? { names: redact } : redact);
  const is = (list: any[], name: string) =>
    list.some((each) => String(each).toLowerCase() === name.toLowerCase());
  const allowed = (name: string) => SHOWN.test(name) || is(headers, name);
  /** @param all what is kept of it */
  const only = (all: any, kept: (name: string) => boolean) =>
    all !== null && typeof all === "object"
      ? Object.fromEntries(Object.entries(all).filter(([name]) => kept(name)))
      : undefined;
  const show = (name: string, value: any) => {
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

/** Params less their values. */
const blank = (params: any) =>
  Object.fromEntries(Object.keys(params).map((name) => [name, HIDDEN]));

/**
 * Less a user and a password. They end at the last `@` before the path (WHATWG URL), and blanks in front of a
 * URL count for nothing.
 */
export const withoutUser = (url: string) =>
  url.replace(/^([\0- ]*(?:[a-z][a-z\d+.-]*:)?[\\/]{2,})[^\\/?#]*@/i, "$1");

/** A message repeats no more characters of what comes from outside. */
const LONGEST = 300;

/** A name or a path that comes from outside, for a message. */
export const capped = (text: string) =>
  text.length > LONGEST ? text.slice(0, LONGEST) + "…" : text;

/**
 * A URL for a log: without a user and a password, without its hash and, unless it is asked for, without the
 * values of its query.
 */
const withoutSecrets = (url: string, query: boolean) => {
  const bare = withoutUser(url);
  return query
    ? bare
    : bare
        .split("#", 1)[0]
        .replace(/=[^&?#]*/g, (value, at, all) =>
          all.lastIndexOf("?", at) < 0 ? value : "=" + HIDDEN,
        );
};

export const fail = (code: string, message: string, cause?: unknown) =>
  new EverfetchError(message, code, undefined, undefined, undefined, cause);

/** What the session itself can fail with: the fact, then what to do. */
const MESSAGES: Record<SessionError, string> = {
  [SessionError.SessionEnded]: "the session has ended; sign in again",
  [SessionError.SessionChanged]:
    "another user has signed in since this request was made; it was not sent as that user",
  [SessionError.RefreshUnavailable]:
    "the token could not be refreshed for now; the session is kept, try again",
  [SessionError.RefreshLoop]:
    "a fresh token was refused all the same; the refusal is not about the token's age, so look at the permission, narrow session.expired, or name a login in session.public",
  [SessionError.WaiterTimeout]:
    "the refresh took longer than session.waiterTimeout; the session is kept, try again",
};

export const failure = (error: SessionError, cause?: unknown) =>
  fail(CODES[error], MESSAGES[error], cause);

export class CanceledError extends EverfetchError {
  constructor(message?: any, config?: any, request?: any, cause?: unknown) {
    const text = message ?? "canceled";
    super(text, "ERR_CANCELED", config, request, undefined, cause);
    define(this, "name", "CanceledError");
  }
}

// What axios.isCancel looks for.
Object.defineProperty(CanceledError.prototype, "__CANCEL__", TRUE);

export const isEverfetchError = (value: any) => value?.[REGISTERED] === true;

export const isAxiosError = (value: any) =>
  member(value, "isAxiosError") === true;

export const isCancel = (value: any) => member(value, "__CANCEL__") === true;
