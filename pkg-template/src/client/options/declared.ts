// Every option of `createClient({ session })`, declared once: its default, what it takes, and the text of its error.
// read.ts has everything that involves several options: dependent defaults, and options that must agree.

import type {
  Proof,
  RefreshContext,
  SessionOptions,
  TokenReply,
  TokenStorage,
} from "../../../index.js";
import { Credential } from "../../protocol.js";
import { member, own } from "../../runtime/own.js";
import { FALLBACK_BASE } from "../url.js";
import { wrong } from "./explain.js";
import {
  boolean,
  callback,
  type Check,
  fill,
  type Given,
  instance,
  level,
  list,
  number,
  option,
  optional,
  type Read,
  record,
  text,
} from "./schema.js";

const ANY = text(/^/);
const FILLED = text(/./s);
/** A token of RFC 9110 §5.6.2. */
const NAME = text(/^[\w!#$%&'*+.^`|~-]+$/);
const STATUS = number((value) => value % 1 === 0 && value > 99 && value < 600);
/** A whole number that fits into 32 bits. */
const WHOLE = number((value) => value >>> 0 === value);
const NUMBER = number(() => true);

const MS = DEVELOPMENT && "a number of milliseconds, 0 or more";
const FLAG = DEVELOPMENT && "true or false";
const FUNCTION = DEVELOPMENT && "a function";
const PATH = optional(DEVELOPMENT && 'a path such as "data.token"', FILLED);

/** An empty array would match every answer. */
const several =
  <Out, In>(check: Check<Out[], In[]>): Check<Out[], In[]> =>
  (value, path) => {
    const items = check(value, path);
    return items?.length ? items : undefined;
  };

const REFUSAL = {
  status: optional(
    DEVELOPMENT && "a status from 100 to 599, or an array of them",
    STATUS,
    several(list(STATUS)),
  ),
  code: optional(
    DEVELOPMENT && "a number or a string, or an array of them",
    NUMBER,
    ANY,
    several(list(NUMBER, ANY)),
  ),
  codePath: optional(DEVELOPMENT && 'a path such as "error.code"', FILLED),
};

const refusal = level(REFUSAL, "status", "code");

/** Headers by name. */
export const headers = record(NAME, text(/^[ -~]*$/));

type Values = () => Record<string, string>;

/** The options that the refresh and the log-out share. */
const REQUEST = {
  method: optional(DEVELOPMENT && 'a method such as "POST"', NAME),
  send: optional(
    DEVELOPMENT && '"json", "form", "query", "header" or "cookie"',
    ["json", "form", "query", "header", "cookie"],
  ),
  name: optional(
    DEVELOPMENT &&
      "the name of the member, field, parameter or header that carries the refresh token",
    NAME,
  ),
  extra: option(
    {},
    DEVELOPMENT && "an object whose values are strings, or a function",
    record(ANY, ANY),
    callback<Values>(),
  ),
  headers: option(
    {},
    DEVELOPMENT &&
      "an object whose values are strings that a header can carry, or a function",
    headers,
    callback<Values>(),
  ),
};

const LOGOUT = {
  url: optional(DEVELOPMENT && "the URL of the server's log-out", FILLED),
  ...REQUEST,
};

const REFRESH = {
  url: optional(DEVELOPMENT && "the URL of the token endpoint", FILLED),
  baseURL: optional(
    DEVELOPMENT && 'a URL, or "" for the root of the page',
    ANY,
  ),
  ...REQUEST,
  reply: option(
    {},
    DEVELOPMENT && 'an object such as { accessToken: "data.token" }',
    level({
      accessToken: PATH,
      refreshToken: PATH,
      expiresIn: PATH,
      expiresAt: PATH,
    }),
  ),
  refused: optional(
    DEVELOPMENT && "an object such as { code: 50008 }",
    refusal,
  ),
  unavailable: optional(
    DEVELOPMENT && "an object such as { code: 50099 }",
    refusal,
  ),
  timeout: option(10_000, MS, WHOLE),
  retries: option(
    2,
    DEVELOPMENT && "the number of times to try again, 0 or more",
    WHOLE,
  ),
};

type Call = (context: RefreshContext) => TokenReply | Promise<TokenReply>;

/** The description of a refresh, complete; with `call` if it is a function, or if there is none. */
export type ReadRefresh = Read<typeof REFRESH> & {
  call?: Call;
  credential?: Credential;
};

type Flat<T> = { [Name in keyof T]: T[Name] };

const described = level(REFRESH, "url") as Check<
  ReadRefresh,
  Flat<Given<typeof REFRESH> & { url: string }>
>;

/** The complete description of a log-out. */
export type ReadLogout = Read<typeof LOGOUT>;

const ofLogout = level(LOGOUT, "url") as Check<
  ReadLogout,
  Flat<Given<typeof LOGOUT> & { url: string }>
>;

/** A plain URL is short for `{ url }`. */
const byURL =
  <Out>(whole: Check<Out, unknown>): Check<Out, string> =>
  (value, path) =>
    FILLED(value, path) === undefined ? undefined : whole({ url: value }, path);

const byFunction: Check<ReadRefresh, Call> = (value, path) =>
  typeof value === "function"
    ? {
        ...fill(REFRESH, own({}), path),
        call: value as Call,
        credential: Credential.External,
      }
    : undefined;

/** There is nothing to refresh with. The function is never called: its presence means that there is no token endpoint. */
const byNothing: Check<ReadRefresh, false> = (value, path) =>
  value === false
    ? { ...byFunction(byNothing, path)!, credential: Credential.Nothing }
    : undefined;

const STORE_METHODS = ["getItem", "setItem", "removeItem"];

const store: Check<TokenStorage> = (value, path) =>
  STORE_METHODS.every((name) => typeof member(value, name) === "function")
    ? instance<TokenStorage>("an object")(value, path)
    : undefined;

const proof: Check<Proof> = (value, path) =>
  typeof member(value, "sign") === "function"
    ? instance<Proof>("an object")(value, path)
    : undefined;

/** Parsed without a base, which would turn a bare host into a path of this page. */
const origin: Check<string> = (value, path) => {
  if (typeof value !== "string") return;
  const found = parsed(value)?.origin ?? "null";
  if (found !== "null") return found;
  throw wrong(
    path,
    value,
    DEVELOPMENT && 'an origin such as "https://api.example.com"',
  );
};

/** Not a URL, because no request has a URL as its path. */
const path: Check<string> = (value) =>
  typeof value === "string" && /^(?!\w+:)./s.test(value)
    ? value.replace(/^(?!\/)/, "/")
    : undefined;

/** A URL that a page can navigate to. Never `javascript:` or `data:`. */
const webURL: Check<string> = (value) =>
  typeof value === "string" &&
  value &&
  /^https?:$/.test(parsed(value, FALLBACK_BASE)?.protocol ?? "")
    ? value
    : undefined;

const parsed = (url: string, base?: string) => {
  try {
    return new URL(url, base);
  } catch {
    return undefined;
  }
};

/** The type of an option that is a function. */
type CallbackOf<Name extends keyof SessionOptions> = Extract<
  SessionOptions[Name],
  (...parameters: never[]) => unknown
>;

const KEYS = {
  accessToken: option(
    "accessToken",
    DEVELOPMENT && "the key of the access token in the store",
    FILLED,
  ),
  refreshToken: option(
    "refreshToken",
    DEVELOPMENT && "the key of the refresh token in the store",
    FILLED,
  ),
};

const SESSION = {
  refresh: optional(
    DEVELOPMENT &&
      'the URL of the token endpoint, a request such as { url: "/auth/refresh" }, a function, or false',
    byURL(described),
    byFunction,
    byNothing,
    described,
  ),
  transport: option("header", DEVELOPMENT && '"header" or "cookie"', [
    "header",
    "cookie",
  ]),
  logout: optional(
    DEVELOPMENT &&
      'the URL of the server\'s log-out, or a request such as { url: "/auth/logout" }',
    byURL(ofLogout),
    ofLogout,
  ),
  storage: option(
    "local",
    DEVELOPMENT &&
      '"local", "session", "memory", or an object with getItem, setItem and removeItem',
    ["local", "session", "memory"],
    store,
  ),
  keys: option(
    {},
    DEVELOPMENT && 'an object such as { accessToken: "access_token" }',
    level(KEYS),
  ),
  header: option("Authorization", DEVELOPMENT && "the name of a header", NAME),
  scheme: option(
    "Bearer",
    DEVELOPMENT && 'a scheme such as "Bearer", or ""',
    text(/^[!-~]*$/),
  ),
  proof: optional(
    DEVELOPMENT && "`dpop()` of everfetch/dpop, or an object with `sign`",
    proof,
  ),
  origins: option(
    [],
    DEVELOPMENT && 'an array of origins such as "https://api.example.com"',
    list(origin),
  ),
  public: option(
    [],
    DEVELOPMENT &&
      'an array of paths such as "/auth/login", not URLs, or of regular expressions',
    list(path, instance<RegExp>("a regular expression")),
  ),
  expired: option(
    { status: 401 },
    DEVELOPMENT && "an object such as { status: 401 }, or a function",
    callback<CallbackOf<"expired">>(),
    refusal,
  ),
  ends: optional(
    DEVELOPMENT && "an object such as { code: 50008 }, or a function",
    callback<CallbackOf<"ends">>(),
    refusal,
  ),
  hold: option(true, FLAG, boolean),
  expiryMargin: optional(
    DEVELOPMENT && "a number of seconds, 0 or more",
    number((value) => value >= 0),
  ),
  keepFresh: option(false, FLAG, boolean),
  waiterTimeout: optional(MS, WHOLE),
  userOf: optional(FUNCTION, callback<CallbackOf<"userOf">>()),
  loginURL: option(
    "/login",
    DEVELOPMENT &&
      'a URL such as "/login" (relative, http or https), or false for no redirect',
    [false],
    webURL,
  ),
  returnParam: optional(DEVELOPMENT && "the name of a query parameter", FILLED),
  navigate: optional(FUNCTION, callback<CallbackOf<"navigate">>()),
  onEnd: optional(FUNCTION, callback<CallbackOf<"onEnd">>()),
  debug: optional(
    DEVELOPMENT && "true or a function",
    boolean,
    callback<CallbackOf<"debug">>(),
  ),
};

/** `session` itself, which has no default here: a client without a session reads no options. */
export const OPTION = optional(
  DEVELOPMENT && "an object",
  level(SESSION, "refresh"),
);

/** True if the two types are the same; otherwise the next line does not compile. */
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2
    ? true
    : false;

const declaredAsPublished: Same<
  Given<typeof SESSION>,
  Partial<SessionOptions>
> = true;
void declaredAsPublished;
