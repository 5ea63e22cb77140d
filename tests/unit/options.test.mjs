// Options as users write them, right and wrong.

import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import "../support/development.mjs";
import { readOptions } from "../../pkg-template/src/client/options/read.ts";
import { Credential } from "../../pkg-template/src/protocol.ts";
import { fc } from "./support.mjs";

/** Settings have no prototype, at any level; what they are compared with has one. */
const plain = (value) =>
  value !== null && typeof value === "object" && !Object.getPrototypeOf(value)
    ? Object.fromEntries(
        Object.entries(value).map(([name, item]) => [name, plain(item)]),
      )
    : value;

const read = (options) =>
  plain(readOptions({ refresh: "/auth/refresh", ...options }));

/** `settings.refresh` of a request with these members. */
const request = (members) =>
  read({ refresh: { url: "/r", ...members } }).refresh;

/** The message that these options are refused with. */
const messageFor = (session) => {
  try {
    readOptions(session);
  } catch (error) {
    assert.equal(error.code, "ERR_BAD_OPTION", error.stack);
    assert.equal(error.name, "EverfetchError");
    return error.message;
  }
  assert.fail("these options are wrong");
};

const message = (options) =>
  messageFor({ refresh: "/auth/refresh", ...options });

test("a URL is all that is needed", () => {
  assert.deepEqual(plain(readOptions({ refresh: "/auth/refresh" })), {
    refresh: {
      call: undefined,
      url: "/auth/refresh",
      baseURL: undefined,
      method: "POST",
      send: "json",
      name: "refreshToken",
      scheme: "",
      extra: {},
      headers: {},
      reply: {
        accessToken: undefined,
        refreshToken: undefined,
        expiresIn: undefined,
        expiresAt: undefined,
      },
      refused: undefined,
      unavailable: undefined,
      timeout: 10_000,
      retries: 2,
      credential: Credential.Stored,
    },
    transport: "header",
    logout: undefined,
    storage: "local",
    accessKey: "accessToken",
    refreshKey: "refreshToken",
    header: "authorization",
    scheme: "Bearer",
    proof: undefined,
    origins: [],
    public: [],
    expired: { status: 401, code: undefined, codePath: undefined },
    ends: undefined,
    hold: true,
    expiryMargin: undefined,
    keepFresh: false,
    userOf: undefined,
    waiterTimeout: undefined,
    loginURL: "/login",
    returnParam: undefined,
    navigate: undefined,
    onEnd: undefined,
    debug: undefined,
  });
});

test("every option arrives where it is looked for", () => {
  const storage = { getItem() {}, setItem() {}, removeItem() {} };
  const [refresh, userOf, navigate, onEnd, debug, expired] = Array.from(
    { length: 6 },
    () => () => {},
  );
  const settings = readOptions({
    refresh,
    storage,
    keys: { accessToken: "a", refreshToken: "r" },
    header: "X-Token",
    scheme: "",
    origins: ["https://API.example:443/x", "http://localhost:3000"],
    public: ["auth/login", "/register", /open/],
    expired,
    hold: false,
    expiryMargin: 2.5,
    keepFresh: true,
    userOf,
    waiterTimeout: 250,
    loginURL: false,
    returnParam: "redirect",
    navigate,
    onEnd,
    debug,
  });
  assert.equal(settings.refresh.call, refresh);
  assert.equal(settings.storage, storage);
  assert.deepEqual([settings.accessKey, settings.refreshKey], ["a", "r"]);
  assert.deepEqual([settings.header, settings.scheme], ["x-token", ""]);
  assert.deepEqual(settings.origins, [
    "https://api.example",
    "http://localhost:3000",
  ]);
  assert.equal(settings.expired, expired);
  assert.deepEqual([settings.hold, settings.keepFresh], [false, true]);
  assert.deepEqual([settings.expiryMargin, settings.waiterTimeout], [2.5, 250]);
  assert.deepEqual(
    [settings.loginURL, settings.returnParam],
    [false, "redirect"],
  );
  assert.equal(settings.userOf, userOf);
  assert.equal(settings.navigate, navigate);
  assert.equal(settings.onEnd, onEnd);
  assert.equal(settings.debug, debug);
});

test("public paths begin with a slash", () => {
  const pattern = /open/g;
  const { public: paths } = read({
    public: ["auth/login", "/register", pattern],
  });
  assert.deepEqual(paths, ["/auth/login", "/register", pattern]);
  assert.equal(paths[2], pattern);
});

test("the refresh token travels in five ways", () => {
  const sent = (send, name) => {
    const { method, name: under, scheme } = request({ send, name });
    return [method, under, scheme];
  };
  assert.deepEqual(sent("json", "rt"), ["POST", "rt", ""]);
  assert.deepEqual(sent("form"), ["POST", "refresh_token", ""]);
  assert.deepEqual(sent("query", "r"), ["GET", "r", ""]);
  assert.deepEqual(sent("cookie"), ["POST", "refreshToken", ""]);
  assert.deepEqual(sent("header"), ["POST", "Authorization", "Bearer"]);
  assert.deepEqual(sent("header", "authorization"), [
    "POST",
    "authorization",
    "Bearer",
  ]);
  assert.deepEqual(sent("header", "X-Refresh"), ["POST", "X-Refresh", ""]);
  const own = read({
    header: "X-Token",
    scheme: "Token",
    refresh: { url: "/r", send: "header" },
  }).refresh;
  assert.deepEqual([own.name, own.scheme], ["X-Token", "Token"]);
});

test("a cookie or a function needs no refresh token", () => {
  assert.equal(request({ send: "cookie" }).credential, Credential.External);
  const call = async () => ({ accessToken: "a" });
  const { refresh } = readOptions({ refresh: call });
  assert.equal(refresh.credential, Credential.External);
  assert.equal(refresh.call, call);
  assert.equal(request({ send: "header" }).credential, Credential.Stored);
  assert.equal(
    readOptions({ refresh: false }).refresh.credential,
    Credential.Nothing,
  );
});

test("the token endpoint has options of its own", () => {
  const refused = { code: 50008 };
  assert.deepEqual(
    request({
      baseURL: "",
      method: "put",
      extra: { client_id: "app" },
      headers: { "X-CSRF": "1" },
      reply: { accessToken: "data.jwt", expiresIn: "data.ttl" },
      refused,
      timeout: 1_500,
      retries: 0,
    }),
    {
      call: undefined,
      url: "/r",
      baseURL: "",
      method: "PUT",
      send: "json",
      name: "refreshToken",
      scheme: "",
      extra: { client_id: "app" },
      headers: { "X-CSRF": "1" },
      reply: {
        accessToken: "data.jwt",
        refreshToken: undefined,
        expiresIn: "data.ttl",
        expiresAt: undefined,
      },
      refused: { status: undefined, code: 50008, codePath: undefined },
      unavailable: undefined,
      timeout: 1_500,
      retries: 0,
      credential: Credential.Stored,
    },
  );
});

test("an error about an option names its path, its value, what to pass, and the nearest known word", () => {
  for (const [options, expected] of [
    [
      { storage: "locl" },
      '`session.storage` is "locl". Pass "local", "session", "memory", or an object with getItem, setItem and removeItem. Did you mean "local"?',
    ],
    [
      { refresh: { url: "/r", sned: "json" } },
      'Unknown option "session.refresh.sned". The options are url, baseURL, method, send, name, extra, headers, reply, refused, unavailable, timeout, retries. Did you mean "send"?',
    ],
    [
      { waiterTimeout: -1.5 },
      "`session.waiterTimeout` is -1.5. Pass a number of milliseconds, 0 or more.",
    ],
    [
      { refresh: null },
      '`session.refresh` is null. Pass the URL of the token endpoint, a request such as { url: "/auth/refresh" }, a function, or false.',
    ],
    [
      { expired: { status: "401" } },
      '`session.expired.status` is "401". Pass a status from 100 to 599, or an array of them.',
    ],
    [
      { keys: { accessToken: "t", refreshToken: "t" } },
      "`session.keys.accessToken` and `session.keys.refreshToken` must be different storage keys.",
    ],
    [
      { expired: { codePath: "error.code" } },
      "`session.expired` needs at least one of `status` and `code`.",
    ],
    [
      { header: "X Token" },
      '`session.header` is "X Token". Pass the name of a header.',
    ],
    [{ hold: "yes" }, '`session.hold` is "yes". Pass true or false.'],
    [{ keepFresh: 1 }, "`session.keepFresh` is 1. Pass true or false."],
    [
      { expiryMargin: "30" },
      '`session.expiryMargin` is "30". Pass a number of seconds, 0 or more.',
    ],
    [
      { expiryMargin: Infinity },
      "`session.expiryMargin` is Infinity. Pass a number of seconds, 0 or more.",
    ],
    [{ userOf: "sub" }, '`session.userOf` is "sub". Pass a function.'],
    [
      { navigate: "/login" },
      '`session.navigate` is "/login". Pass a function.',
    ],
    [{ onEnd: [] }, "`session.onEnd` is an array. Pass a function."],
    [{ debug: "yes" }, '`session.debug` is "yes". Pass true or a function.'],
    [
      { loginURL: true },
      '`session.loginURL` is true. Pass a URL such as "/login" (relative, http or https), or false for no redirect.',
    ],
    [
      { returnParam: "" },
      '`session.returnParam` is "". Pass the name of a query parameter.',
    ],
    [
      { scheme: "Bea rer" },
      '`session.scheme` is "Bea rer". Pass a scheme such as "Bearer", or "".',
    ],
    [
      { origins: "https://a.example" },
      '`session.origins` is "https://a.example". Pass an array of origins such as "https://api.example.com".',
    ],
    [
      { public: [/a/, () => {}] },
      '`session.public` is an array. Pass an array of paths such as "/auth/login", not URLs, or of regular expressions.',
    ],
    [
      { public: ["https://api.example.com/auth/login"] },
      '`session.public` is an array. Pass an array of paths such as "/auth/login", not URLs, or of regular expressions.',
    ],
    [
      { keys: /a/ },
      '`session.keys` is a regular expression. Pass an object such as { accessToken: "access_token" }.',
    ],
    [
      { keys: { accessToken: "" } },
      '`session.keys.accessToken` is "". Pass the key of the access token in the store.',
    ],
    [
      { expired: {} },
      "`session.expired` needs at least one of `status` and `code`.",
    ],
    [
      { expired: { code: [1, null] } },
      "`session.expired.code` is an array. Pass a number or a string, or an array of them.",
    ],
    [
      { expired: { status: 401.5 } },
      "`session.expired.status` is 401.5. Pass a status from 100 to 599, or an array of them.",
    ],
    [
      { expired: { status: [401, 99] } },
      "`session.expired.status` is an array. Pass a status from 100 to 599, or an array of them.",
    ],
    [
      { storage: { getItem() {} } },
      '`session.storage` is an object. Pass "local", "session", "memory", or an object with getItem, setItem and removeItem.',
    ],
    [
      { refresh: { url: "/r", send: "body" } },
      '`session.refresh.send` is "body". Pass "json", "form", "query", "header" or "cookie".',
    ],
    [
      { refresh: { url: "/r", send: "From" } },
      '`session.refresh.send` is "From". Pass "json", "form", "query", "header" or "cookie". Did you mean "form"?',
    ],
    [
      { refresh: { url: "/r", method: "P T" } },
      '`session.refresh.method` is "P T". Pass a method such as "POST".',
    ],
    [
      { refresh: { url: "/r", name: "a b" } },
      '`session.refresh.name` is "a b". Pass the name of the member, field, parameter or header that carries the refresh token.',
    ],
    [
      { refresh: { url: "/r", baseURL: 1 } },
      '`session.refresh.baseURL` is 1. Pass a URL, or "" for the root of the page.',
    ],
    [
      { refresh: { url: "/r", extra: { a: undefined } } },
      "`session.refresh.extra` is an object. Pass an object whose values are strings, or a function.",
    ],
    [
      { refresh: { url: "/r", headers: { "X-A": "a\r\nX-Evil: 1" } } },
      "`session.refresh.headers` is an object. Pass an object whose values are strings that a header can carry, or a function.",
    ],
    [
      { refresh: { url: "/r", headers: { "X A": "a" } } },
      "`session.refresh.headers` is an object. Pass an object whose values are strings that a header can carry, or a function.",
    ],
    [
      { refresh: { url: "/r", reply: "data" } },
      '`session.refresh.reply` is "data". Pass an object such as { accessToken: "data.token" }.',
    ],
    [
      { refresh: { url: "/r", reply: { expiresIn: 5 } } },
      '`session.refresh.reply.expiresIn` is 5. Pass a path such as "data.token".',
    ],
    [
      { refresh: { url: "/r", refused: { codePath: "c" } } },
      "`session.refresh.refused` needs at least one of `status` and `code`.",
    ],
    [
      { refresh: { url: "/r", timeout: 2 ** 32 } },
      "`session.refresh.timeout` is 4294967296. Pass a number of milliseconds, 0 or more.",
    ],
    [
      { refresh: { url: "/r", retries: 0.5 } },
      "`session.refresh.retries` is 0.5. Pass the number of times to try again, 0 or more.",
    ],
    [
      { storege: "local" },
      'Unknown option "session.storege". The options are refresh, transport, logout, storage, keys, header, scheme, proof, origins, public, expired, ends, hold, expiryMargin, keepFresh, waiterTimeout, userOf, loginURL, returnParam, navigate, onEnd, debug. Did you mean "storage"?',
    ],
    [
      { keys: { acessToken: "a" } },
      'Unknown option "session.keys.acessToken". The options are accessToken, refreshToken. Did you mean "accessToken"?',
    ],
    [
      { expired: { statuses: 401 } },
      'Unknown option "session.expired.statuses". The options are status, code, codePath. Did you mean "status"?',
    ],
    [
      { refresh: { url: "/r", retry: 1 } },
      'Unknown option "session.refresh.retry". The options are url, baseURL, method, send, name, extra, headers, reply, refused, unavailable, timeout, retries. Did you mean "reply"?',
    ],
  ])
    assert.equal(message(options), expected);
});

test("the nearest name is the one that a slip would have meant", () => {
  const meant = (name) => /mean "(.*)"/.exec(message({ [name]: 1 }))?.[1];
  assert.equal(meant("storege"), "storage");
  assert.equal(meant("STORAGE"), "storage");
  assert.equal(meant("headers"), "header");
  assert.equal(meant("kyes"), "keys");
  assert.equal(meant("margin"), undefined);
  // Two of three letters are no slip.
  assert.doesNotMatch(message({ refresh: { url: "/r", uxx: 1 } }), /mean/);
  assert.equal(meant(""), undefined);
});

test("the error for a session without a refresh names what is missing", () => {
  const missing = /^`session\.refresh` is required\. Pass the URL/;
  assert.match(messageFor({}), missing);
  assert.match(messageFor({ refresh: undefined }), missing);
  assert.match(
    messageFor({ refresh: { send: "json" } }),
    /^`session\.refresh\.url` is required\. Pass the URL/,
  );
});

test("what is no object is no session", () => {
  for (const [session, shown] of [
    ["/auth/refresh", '"/auth/refresh"'],
    [null, "null"],
    [undefined, "undefined"],
    [true, "true"],
    [[], "an array"],
    [() => {}, "a function"],
    [/a/, "a regular expression"],
    [Symbol("a token of my own making"), "a symbol"],
  ])
    assert.equal(
      messageFor(session),
      `\`session\` is ${shown}. Pass an object.`,
    );
});

test("a key of its own must not be the other's default", () => {
  const expected =
    "`session.keys.accessToken` and `session.keys.refreshToken` must be different storage keys.";
  assert.equal(message({ keys: { accessToken: "refreshToken" } }), expected);
});

test("an origin has a scheme and a host", () => {
  for (const wrong of [
    "a.example",
    "localhost:3000",
    "1.2.3.4:80",
    "/api",
    "//a.example:80",
    "data:,a",
  ])
    assert.equal(
      message({ origins: ["https://good.example", wrong] }),
      `\`session.origins\` is "${wrong}". Pass an origin such as "https://api.example.com".`,
    );
});

test("a member that is undefined is absent", () => {
  assert.deepEqual(
    read({ storage: undefined, keys: { accessToken: undefined } }),
    read({}),
  );
  assert.deepEqual(request({ send: undefined, extra: undefined }), request({}));
});

test("a token that ended up in the wrong place is not repeated", () => {
  const token = "eyJhbGciOiJIUzI1NiJ9.s3cret.s3cret";
  for (const options of [
    { storage: token },
    { scheme: token + " " },
    { origins: [token] },
    { [token]: 1 },
    { keys: { [token]: "a" } },
    { hold: token },
    { refresh: { url: "/r", send: token } },
  ])
    assert.doesNotMatch(message(options), /s3cret/);
  assert.doesNotMatch(messageFor(token), /s3cret/);
});

test("objects of another realm and instances of classes are objects", () => {
  const foreign = runInNewContext(
    `({ refresh: { url: "/r", extra: { a: "b" } }, public: ["/a", /b/], origins: ["https://a.example"],
        expired: { status: [401] }, onEnd() {} })`,
  );
  const settings = readOptions(foreign);
  assert.equal(settings.refresh.extra.a, "b");
  assert.equal(settings.onEnd, foreign.onEnd);
  assert.equal(settings.public[1], foreign.public[1]);
  class Storage {
    getItem() {}
    setItem() {}
    removeItem() {}
  }
  class Options {
    refresh = "/r";
    storage = new Storage();
  }
  assert.ok(readOptions(new Options()).storage instanceof Storage);
  assert.match(
    message({ keys: runInNewContext("/a/") }),
    /is a regular expression/,
  );
  assert.match(message({ keys: runInNewContext("[]") }), /is an array/);
});

test("the name of an inherited method is unknown, and what JSON.parse may leave is ignored", () => {
  assert.ok(
    messageFor(JSON.parse('{ "refresh": "/r", "toString": {} }')).startsWith(
      'Unknown option "session.toString"',
    ),
  );
  for (const name of ["constructor", "__proto__"])
    assert.deepEqual(
      plain(readOptions(JSON.parse(`{ "refresh": "/r", "${name}": {} }`))),
      plain(readOptions({ refresh: "/r" })),
    );
});

test("no getter is read twice", () => {
  const reads = new Map();
  const counting = (path, value) => {
    if (Object.getPrototypeOf(value) !== Object.prototype) return value;
    const counted = {};
    for (const [name, member] of Object.entries(value))
      Object.defineProperty(counted, name, {
        enumerable: true,
        get: () => {
          const place = `${path}.${name}`;
          reads.set(place, (reads.get(place) ?? 0) + 1);
          return counting(place, member);
        },
      });
    return counted;
  };
  readOptions(
    counting("session", {
      refresh: {
        url: "/r",
        send: "form",
        extra: { a: "b" },
        headers: { c: "d" },
        reply: { accessToken: "t" },
        refused: { code: 1 },
      },
      keys: { accessToken: "a" },
      expired: { status: 401, code: ["x"] },
      hold: true,
    }),
  );
  assert.equal(reads.size, 17);
  for (const [place, times] of reads) assert.equal(times, 1, place);
});

// Anything at all ----------------------------------------------------------------------------------------

const FULL = () => ({
  refresh: {
    url: "/r",
    baseURL: "",
    method: "POST",
    send: "json",
    name: "n",
    extra: { a: "b" },
    headers: { a: "b" },
    reply: { accessToken: "a", refreshToken: "b", expiresIn: "c" },
    refused: { status: 400, code: 1, codePath: "c" },
    timeout: 1,
    retries: 1,
  },
  storage: "memory",
  keys: { accessToken: "a", refreshToken: "b" },
  header: "h",
  scheme: "s",
  origins: ["https://a.example"],
  public: ["/a"],
  expired: { status: [401], code: ["a"], codePath: "c" },
  hold: true,
  expiryMargin: 0,
  keepFresh: true,
  waiterTimeout: 1,
  userOf: () => null,
  loginURL: false,
  returnParam: "r",
  navigate: () => {},
  onEnd: () => {},
  debug: () => {},
});

/** Each place in the full options: the path of an object or of a member. */
const places = (value, path = []) =>
  Object.getPrototypeOf(value) === Object.prototype
    ? [
        path,
        ...Object.keys(value).flatMap((key) =>
          places(value[key], [...path, key]),
        ),
      ]
    : [path];

const PLACES = places(FULL());
const LEVELS = [
  [],
  ["refresh"],
  ["refresh", "reply"],
  ["refresh", "refused"],
  ["keys"],
  ["expired"],
];
const at = (value, path) => path.reduce((found, key) => found[key], value);

const anything = fc.anything({
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
});

/** Either complete settings or one kind of error; nothing else, ever. */
const settles = (session) => {
  try {
    const settings = readOptions(session);
    assert.deepEqual(Object.keys(settings), Object.keys(read({})));
    assert.deepEqual(
      Object.keys(settings.refresh),
      Object.keys(read({}).refresh),
    );
  } catch (error) {
    assert.equal(error.code, "ERR_BAD_OPTION", error.stack);
    assert.match(error.message, /^(Unknown option "|`)session[.`]/);
  }
};

test("whatever the options are, they are read or rejected with an explanation", () => {
  fc.assert(fc.property(anything, settles));
});

test("whatever stands in the place of an option, it is read or rejected with an explanation", () => {
  fc.assert(
    fc.property(fc.constantFrom(...PLACES), anything, (path, value) => {
      const session = FULL();
      if (path.length === 0) return settles(value);
      at(session, path.slice(0, -1))[path.at(-1)] = value;
      settles(session);
    }),
    { numRuns: 1000 },
  );
});

test("an unknown key at any level is named with its path", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...LEVELS),
      fc.string({ maxLength: 24, unit: "grapheme-composite" }),
      (path, key) => {
        const session = FULL();
        const level = at(session, path);
        fc.pre(!Object.hasOwn(level, key) && key.length <= 24);
        // What JSON.parse may leave there is no option, and no mistake of the application's.
        fc.pre(!/^(__proto__|constructor)$/.test(key));
        Object.defineProperty(level, key, { value: 1, enumerable: true });
        const place = ["session", ...path, key].join(".");
        assert.ok(messageFor(session).startsWith(`Unknown option "${place}".`));
      },
    ),
  );
});

test("a wrong value at any place is named with its path", () => {
  const named = PLACES.filter(
    (path) => path.length && !/^(extra|headers)$/.test(path.at(-2)),
  );
  fc.assert(
    fc.property(fc.constantFrom(...named), (path) => {
      const session = FULL();
      // Nothing takes one.
      at(session, path.slice(0, -1))[path.at(-1)] = null;
      assert.ok(
        messageFor(session).startsWith(
          `\`${["session", ...path].join(".")}\` is null. Pass `,
        ),
      );
    }),
  );
});

test("no message repeats a long string", () => {
  const long = fc
    .string({
      minLength: 25,
      maxLength: 60,
      unit: fc.constantFrom(..."abcXYZ019.-_ "),
    })
    .filter((text) => text.trim().length > 24);
  fc.assert(
    fc.property(fc.constantFrom(...PLACES.slice(1)), long, (path, text) => {
      const session = FULL();
      at(session, path.slice(0, -1))[path.at(-1)] = text;
      try {
        readOptions(session);
      } catch (error) {
        assert.ok(!error.message.includes(text), error.message);
      }
    }),
  );
});
