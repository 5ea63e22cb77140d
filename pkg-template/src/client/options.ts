// @ts-nocheck
// `createClient({ session })`: checked by one table, and made complete. Every default of a session is here.

import { fail } from "./error.js";
import { member, own } from "../runtime/own.js";
import { NOWHERE } from "./url.js";

/**
 * Takes a value, or is `undefined` where the value does not fit. What may have getters is copied, so that
 * each is read once.
 * @typedef {(value: any, path: string) => any} Fit
 */

/**
 * An option: what it takes in words, then each kind of value that it takes; an array lists words.
 * @typedef {[takes: string, ...fits: (Fit | string[])[]]} Option
 */

const kind = (value: any) =>
  typeof value === "function"
    ? "a function"
    : Array.isArray(value)
      ? "an array"
      : // Not `instanceof`: an iframe has a RegExp of its own.
        {}.toString.call(value) === "[object RegExp]"
        ? "a regular expression"
        : value && typeof value === "object"
          ? "an object"
          : typeof value;

const is =
  (wanted: string): Fit =>
  (value) =>
    kind(value) === wanted ? value : undefined;

const text =
  (pattern: RegExp): Fit =>
  (value) =>
    typeof value === "string" && pattern.test(value) ? value : undefined;

const number =
  (fits: (value: any) => boolean): Fit =>
  (value) =>
    Number.isFinite(value) && fits(value) ? value : undefined;

const list =
  (...fits: Fit[]): Fit =>
  (value, path) => {
    if (!Array.isArray(value)) return;
    const items = value.map((item) => fit(fits, item, path));
    return items.includes(undefined) ? undefined : items;
  };

const record =
  (name: Fit, content: Fit): Fit =>
  (value, path) => {
    if (kind(value) !== "an object") return;
    const copy = own(value);
    return Object.keys(copy).every(
      (key) =>
        name(key, path) !== undefined && content(copy[key], path) !== undefined,
    )
      ? copy
      : undefined;
  };

/** An object of options, at least one of which has to be there if any are `needed`. */
const level =
  (options: Record<string, Option>, ...needed: string[]): Fit =>
  (value, path) => {
    if (kind(value) !== "an object") return;
    const taken: Record<string, any> = Object.create(null);
    for (const name of Object.keys(value)) {
      // Left by JSON.parse where somebody has tried something.
      if (name === "__proto__" || name === "constructor") continue;
      if (!Object.hasOwn(options, name)) throw unknown(path, name, options);
      const found = value[name];
      if (found !== undefined)
        taken[name] = take(`${path}.${name}`, found, options[name]);
    }
    if (needed[0] && !needed.some((name) => name in taken))
      throw needed[1]
        ? wrong(path, value, `one of ${needed.join(" and ")} at least`)
        : wrong(`${path}.${needed[0]}`, undefined, options[needed[0]][0]);
    return taken;
  };

const ANY = text(/^/);
const FILLED = text(/./s);
/** A token of RFC 9110 §5.6.2. */
const NAME = text(/^[\w!#$%&'*+.^`|~-]+$/);
const STATUS = number((value) => value % 1 === 0 && value > 99 && value < 600);
/** It has to fit into 32 bits. */
const WHOLE = number((value) => value >>> 0 === value);
const NUMBER = is("number");
const BOOLEAN = is("boolean");
const FUNCTION = is("a function");

const CALLBACK: Option = ["a function", FUNCTION];
const FLAG: Option = ["true or false", BOOLEAN];
const MS: Option = ["milliseconds, 0 or more", WHOLE];
const PATH: Option = ['a path such as "data.token"', FILLED];

const REFUSAL = level(
  {
    status: [
      "a status from 100 to 599, or an array of them",
      STATUS,
      list(STATUS),
    ],
    code: [
      "a number or a string, or an array of them",
      NUMBER,
      ANY,
      list(NUMBER, ANY),
    ],
    codePath: ['a path such as "error.code"', FILLED],
  },
  "status",
  "code",
);

const REFRESH = level(
  {
    url: ["the URL of the token endpoint", FILLED],
    baseURL: ['a URL; "" for the page\'s root', ANY],
    method: ['a method such as "POST"', NAME],
    send: [
      '"json", "form", "query", "header" or "cookie"',
      ["json", "form", "query", "header", "cookie"],
    ],
    name: ["the name under which the refresh token travels", NAME],
    extra: ["an object of strings, or a function", record(ANY, ANY), FUNCTION],
    headers: [
      "an object of strings that a header can carry, or a function",
      record(NAME, text(/^[ -~]*$/)),
      FUNCTION,
    ],
    reply: [
      'an object such as { accessToken: "data.token" }',
      level({
        accessToken: PATH,
        refreshToken: PATH,
        expiresIn: PATH,
        expiresAt: PATH,
      }),
    ],
    refused: ["an object such as { code: 50008 }", REFUSAL],
    unavailable: ["an object such as { code: 50099 }", REFUSAL],
    timeout: MS,
    retries: ["how many times to try again, 0 or more", WHOLE],
  },
  "url",
);

const SESSION: Option = [
  "an object",
  level(
    {
      refresh: [
        'the URL of the token endpoint, a request such as { url: "/auth/refresh" }, or a function',
        FILLED,
        FUNCTION,
        REFRESH,
      ],
      storage: [
        '"local", "session", "memory" or an object with getItem, setItem and removeItem',
        ["local", "session", "memory"],
        is("an object"),
      ],
      keys: [
        'an object such as { accessToken: "access_token" }',
        level({
          accessToken: ["the key of the access token in the store", FILLED],
          refreshToken: ["the key of the refresh token in the store", FILLED],
        }),
      ],
      header: ["the name of a header", NAME],
      scheme: ['a scheme such as "Bearer", or ""', text(/^[!-~]*$/)],
      origins: [
        'an array of origins such as "https://api.example.com"',
        list(FILLED),
      ],
      public: [
        'an array of paths such as "/auth/login" (no URLs), or of regular expressions',
        // Not a URL: that would be a path that no request has.
        list(text(/^(?!\w+:)./s), is("a regular expression")),
      ],
      expired: [
        "an object such as { status: 401 }, or a function",
        FUNCTION,
        REFUSAL,
      ],
      hold: FLAG,
      expiryMargin: ["seconds, 0 or more", number((value) => value >= 0)],
      keepFresh: FLAG,
      waiterTimeout: MS,
      userOf: CALLBACK,
      loginURL: [
        'a URL such as "/login" (relative, http or https), or false for no redirect',
        // Neither `javascript:` nor `data:`.
        (value) => (FILLED(value, "") && isWeb(value) ? value : undefined),
        (value) => (value === false ? value : undefined),
      ],
      returnParam: ["the name of a query parameter", FILLED],
      navigate: CALLBACK,
      onEnd: CALLBACK,
      debug: ["true or a function", BOOLEAN, FUNCTION],
    },
    "refresh",
  ),
];

/** The session's options, checked and complete: always the same members, in the same order. */
export const readOptions = (session: any) => {
  const {
    refresh,
    storage = "local",
    keys: {
      accessToken: accessKey = "accessToken",
      refreshToken: refreshKey = "refreshToken",
    } = own({}),
    header = "Authorization",
    scheme = "Bearer",
    origins = [],
    public: paths = [],
    expired = own({ status: 401 }),
    hold = true,
    expiryMargin,
    keepFresh = false,
    waiterTimeout,
    userOf,
    loginURL = "/login",
    returnParam,
    navigate,
    onEnd,
    debug,
  } = take("session", session, SESSION);
  if (accessKey === refreshKey)
    throw wrong("session.keys", {}, "two different keys");
  if (
    typeof storage === "object" &&
    ["getItem", "setItem", "removeItem"].some(
      (name) => typeof member(storage, name) !== "function",
    )
  )
    throw bad(
      "session.storage got an object without getItem, setItem and removeItem",
    );
  return {
    __proto__: null,
    refresh: request(refresh, header, scheme),
    storage,
    accessKey,
    refreshKey,
    header: header.toLowerCase(),
    scheme,
    origins: origins.map(origin),
    public: paths.map((path: any) =>
      typeof path === "string" ? path.replace(/^(?!\/)/, "/") : path,
    ),
    expired,
    hold,
    expiryMargin,
    keepFresh,
    userOf,
    waiterTimeout,
    loginURL,
    returnParam,
    navigate,
    onEnd,
    debug,
  };
};

/**
 * How a new access token is bought. A URL stands for a request with nothing but defaults.
 * @param header that of the access token, as is the scheme
 */
const request = (refresh: any, header: string, ownScheme: string) => {
  const {
    call,
    url = "",
    baseURL,
    send = "json",
    method = send === "query" ? "GET" : "POST",
    name = send === "form"
      ? "refresh_token"
      : send === "header"
        ? header
        : "refreshToken",
    extra = own({}),
    headers = own({}),
    reply: { accessToken, refreshToken, expiresIn, expiresAt } = own({}),
    refused,
    unavailable,
    timeout = 10_000,
    retries = 2,
  } = own(
    typeof refresh === "string"
      ? { url: refresh }
      : typeof refresh === "function"
        ? { call: refresh }
        : refresh,
  );
  return {
    __proto__: null,
    call,
    url,
    baseURL,
    method: method.toUpperCase(),
    send,
    name,
    // The header that carries the access token carries this one alike; another carries it bare.
    scheme: name.toLowerCase() === header.toLowerCase() ? ownScheme : "",
    extra,
    headers,
    reply: own({ accessToken, refreshToken, expiresIn, expiresAt }),
    refused,
    unavailable,
    timeout,
    retries,
    ambient: !!call || send === "cookie",
  };
};

/** Does it lead to a web page, from a web page? */
const isWeb = (url: string) => {
  try {
    return /^https?:$/.test(new URL(url, NOWHERE).protocol);
  } catch {
    return false;
  }
};

const origin = (url: string) => {
  try {
    // Without a base, for a bare host would be a path of this page.
    const found = new URL(url).origin;
    if (found !== "null") return found;
  } catch {
    // Told below.
  }
  throw wrong(
    "session.origins",
    url,
    'an origin such as "https://api.example.com"',
  );
};

/** What the first that fits makes of it. */
const fit = (fits: (Fit | string[])[], value: any, path: string) => {
  for (const each of fits) {
    const taken = Array.isArray(each)
      ? each.find((word) => word === value)
      : each(value, path);
    if (taken !== undefined) return taken;
  }
};

const take = (path: string, value: any, [takes, ...fits]: Option) => {
  const taken = fit(fits, value, path);
  if (taken === undefined)
    throw wrong(path, value, takes, fits.find(Array.isArray) as any);
  return taken;
};

const bad = (message: string) => fail("ERR_BAD_OPTION", message);

/** `session.storage got "locl"; it takes "local", "session", …; did you mean "local"?` */
const wrong = (path: string, got: any, takes: string, words?: string[]) =>
  bad(`${path} got ${show(got)}; it takes ${takes}${hint(got, words)}`);

/** `session.storege is no option; there are …; did you mean "storage"?` */
const unknown = (
  path: string,
  name: string,
  options: Record<string, Option>,
) => {
  const known = Object.keys(options);
  return bad(
    `${path}.${name.length > LONGEST ? "…" : name} is no option; there are ${known.join(", ")}${hint(name, known)}`,
  );
};

/** The longest string that is shown: a longer one may be a token in the wrong place. */
const LONGEST = 24;

const show = (value: any) => {
  const what = kind(value);
  return what === "string"
    ? value.length > LONGEST
      ? "another string"
      : `"${value}"`
    : / |symbol/.test(what)
      ? what
      : String(value);
};

/**
 * The name that a slip of the keys would have meant: at most two edits away, and fewer than half of its
 * letters.
 */
const hint = (word: any, known: string[] = []) => {
  let best = "";
  let fewest = 3;
  if (typeof word === "string" && word.length <= LONGEST)
    for (const name of known) {
      const edits = distance(word.toLowerCase(), name.toLowerCase());
      if (edits < fewest && edits <= name.length / 2) {
        best = `; did you mean "${name}"?`;
        fewest = edits;
      }
    }
  return best;
};

/** Edits between two words (Levenshtein). */
const distance = (left: string, right: string) => {
  const row = [...right, ""].map((_, place) => place);
  for (const a of left) {
    let diagonal = row[0]++;
    for (let j = 0; j < right.length; j++) {
      const changed = diagonal + +(a !== right[j]);
      diagonal = row[j + 1];
      row[j + 1] = Math.min(changed, diagonal + 1, row[j] + 1);
    }
  }
  return row[right.length];
};
