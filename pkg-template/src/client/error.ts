// The one error class, in axios's shape, so that existing handlers keep working.

import type { ErrorCode, RequestConfig } from "../../index.js";
import { CODES, SessionError } from "../protocol.js";
import { define, member, own } from "../runtime/own.js";

const REGISTERED = Symbol.for("everfetch.error");

/** Configs, requests and responses come from either surface; index.d.ts has their types. */
export class EverfetchError extends Error {
  // Class fields, because an assignment could hit a setter or a read-only property of a polluted `Object.prototype`.
  readonly isAxiosError = true;
  code: string | undefined;
  config: unknown;
  request: unknown;
  response: unknown;
  status: unknown;

  constructor(
    message: string,
    code?: string,
    config?: unknown,
    request?: unknown,
    response?: unknown,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    // Defined, because an assignment would throw if `Error.prototype` is frozen.
    define(this, "name", "EverfetchError");
    // Enumerable, so that copies of the error contain it, for example in a log or a store.
    Object.defineProperty(this, "message", ENUMERABLE);
    this.code = code;
    this.config = config;
    this.request = request;
    this.response = response;
    this.status = member(response, "status");
  }

  static from(
    error: unknown,
    code?: string,
    config?: unknown,
    request?: unknown,
    response?: unknown,
  ): EverfetchError {
    const message = String(member(error, "message") ?? error);
    const name = member(error, "name");
    const known = code ?? (member(error, "code") as string | undefined);
    const made = new this(message, known, config, request, response, error);
    if (name) made.name = String(name);
    return made;
  }

  /** The same members as in axios's errors, without tokens and bodies. */
  toJSON() {
    const { message, name, stack, code, status, config } = this;
    return {
      message,
      name,
      stack,
      config: shown(config as object | undefined),
      code,
      status,
    };
  }
}

const ENUMERABLE: PropertyDescriptor = own({ enumerable: true });
const TRUE: PropertyDescriptor = own({ value: true });

// Read as a member of the class, so that it works for errors from another realm too.
Object.defineProperty(EverfetchError.prototype, REGISTERED, TRUE);

/** The members that contain data for the server and the user only, or that say nothing about the request. */
const REDACTED_KEYS =
  /^(data|auth|authorization|cookie|signal|response)$|token$|password|secret|api-?key/i;

/** The headers that are shown. None of them identifies a user or grants access. */
const SHOWN =
  /^(accept|accept-(encoding|language|range)|cache-control|content-(encoding|language|length|type)|if-(match|none-match|modified-since|unmodified-since|range)|pragma|prefer|range|x-requested-with)$/i;

/** axios's placeholder for values that `redact` names. */
const REDACTED = "[REDACTED ****]";

/** The options in `redact`: further names to hide, and what to show. */
interface Redact {
  names?: unknown[];
  query?: boolean;
  headers?: unknown[];
}

/** A config for a log. `redact` is a list of further names to hide, as in axios, or an object that can show more. */
const shown = (config: object | undefined): unknown => {
  if (!config) return;
  const { redact } = own(config as { redact?: unknown[] | Redact });
  const {
    names = [],
    query = false,
    headers = [],
  } = own<Redact>(Array.isArray(redact) ? { names: redact } : (redact ?? {}));
  const show = (name: string, value: unknown) => {
    if (includes(names, name)) return REDACTED;
    if (name === "headers")
      return only(value, (name) => SHOWN.test(name) || includes(headers, name));
    if (name === "params" && !query) return blank(value);
    if (/^(url|baseURL)$/.test(name) && typeof value === "string")
      return withoutSecrets(value, query);
    // A header that the application wants to see may have any name.
    return REDACTED_KEYS.test(name) && !includes(headers, name)
      ? undefined
      : value;
  };
  try {
    return JSON.parse(JSON.stringify(config, show));
  } catch {
    // The value contains a circular reference.
    const { url, method, baseURL } = own<RequestConfig>(config);
    return JSON.parse(JSON.stringify({ url, method, baseURL }, show));
  }
};

/** Whether a list contains a name, in any case. */
const includes = (list: unknown[], name: string) =>
  list.some((each) => String(each).toLowerCase() === name.toLowerCase());

/** Returns the members of an object whose names `keeps` accepts. */
const only = (value: unknown, keeps: (name: string) => boolean) =>
  value !== null && typeof value === "object"
    ? Object.fromEntries(Object.entries(value).filter(([name]) => keeps(name)))
    : undefined;

/** Stands for a value of a query. */
const HIDDEN = "…";

/** The names of params, without their values. */
const blank = (params: unknown) =>
  params !== null && typeof params === "object"
    ? Object.fromEntries(Object.keys(params).map((name) => [name, HIDDEN]))
    : undefined;

/**
 * A URL without a user and a password. They end at the last `@` before the path, and white space before a URL is
 * ignored (WHATWG URL).
 */
export const withoutUser = (url: string) =>
  url.replace(/^([\0- ]*(?:[a-z][a-z\d+.-]*:)?[\\/]{2,})[^\\/?#]*@/i, "$1");

/** The maximum number of characters of a name or a path that an error repeats. */
const LONGEST = 300;

/** Shortens a name or a path from the caller for an error. */
export const capped = (text: string) =>
  text.length > LONGEST ? text.slice(0, LONGEST) + "…" : text;

/** A URL for a log: without a user and a password, without its hash, and without the values of its query by default. */
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

export const fail = (code: ErrorCode, message: string, cause?: unknown) =>
  new EverfetchError(message, code, undefined, undefined, undefined, cause);

/** The session's own errors: what happened, then what to do. Advice to developers is in the development build only. */
const MESSAGES: Record<SessionError, string> = {
  [SessionError.SessionEnded]: "The session has ended; sign in again",
  [SessionError.SessionChanged]:
    "Another user has signed in since this request was made; it was not sent as that user",
  [SessionError.RefreshUnavailable]:
    "The token could not be refreshed for now; the session is kept, try again",
  [SessionError.RefreshLoop]:
    "The server rejected a newly refreshed token" +
    (DEVELOPMENT
      ? "; check the permission, narrow `session.expired`, or add a log-in to `session.public`"
      : ""),
  [SessionError.WaiterTimeout]:
    "The refresh took longer than `session.waiterTimeout`; the session is kept, try again",
};

export const failure = (error: SessionError, cause?: unknown) =>
  fail(CODES[error], MESSAGES[error], cause);

export class CanceledError extends EverfetchError {
  constructor(
    message?: unknown,
    config?: unknown,
    request?: unknown,
    cause?: unknown,
  ) {
    const text = String(message ?? "canceled");
    super(text, "ERR_CANCELED", config, request, undefined, cause);
    define(this, "name", "CanceledError");
  }
}

// `axios.isCancel` checks this member.
Object.defineProperty(CanceledError.prototype, "__CANCEL__", TRUE);

export const isEverfetchError = (value: unknown): value is EverfetchError =>
  (value as { [REGISTERED]?: unknown } | null | undefined)?.[REGISTERED] ===
  true;

export const isAxiosError = (value: unknown): value is EverfetchError =>
  member(value, "isAxiosError") === true;

export const isCancel = (value: unknown): value is CanceledError =>
  member(value, "__CANCEL__") === true;
