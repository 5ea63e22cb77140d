// @ts-check
// G21: whatever a polluted `Object.prototype` holds changes no request, no result and no stored value, and
// breaks no call. Each run makes the same calls under one gadget, from one moment on, and is compared with a
// run without any.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, test } from "node:test";
import { Worker } from "node:worker_threads";
import * as lean from "everfetch";
import * as axios from "everfetch/axios";

const worker = new Worker(new URL("pollution-server.mjs", import.meta.url));
after(() => worker.terminate());
const nextMessage = () =>
  new Promise((resolve) => worker.once("message", resolve));
const origin = `http://127.0.0.1:${await nextMessage()}`;

/** What the server has received since the last time. @returns {Promise<string[]>} */
const received = async () => {
  const answer = nextMessage();
  worker.postMessage("next");
  return /** @type {Promise<string[]>} */ (answer);
};

/** A store whose methods belong to its class, as those of an application's own wrapper do. */
class Store {
  /** @type {Map<string, string>} */
  items = new Map();
  /** @param {string} key */
  getItem(key) {
    return this.items.get(key) ?? null;
  }
  /**
   * @param {string} key
   * @param {string} value
   */
  setItem(key, value) {
    this.items.set(key, value);
  }
  /** @param {string} key */
  removeItem(key) {
    this.items.delete(key);
  }
}

const { createClient, formToJSON, isEverfetchError, isCancel, toFormData } =
  axios;
const { AxiosHeaders, CancelToken, CanceledError, isAxiosError } = axios;

/** What a response comes to. @param {any} response */
const shown = ({ status, data, headers, config }) => [
  status,
  data,
  headers.get("x-answer"),
  headers.get("content-type"),
  config.url,
  config.method,
];

/** What an error comes to. @param {Promise<any>} promise */
const failed = async (promise) => {
  try {
    return ["resolved", await promise];
  } catch (/** @type {any} */ error) {
    const { name, message, code, status, response } = error;
    return [
      name,
      message,
      code,
      status,
      response?.status,
      isEverfetchError(error),
      isCancel(error),
      isAxiosError(error),
      typeof error.toJSON().stack,
    ];
  }
};

/** @param {any} response a platform's one */
const native = async (response) => [response.status, await response.text()];

/** How a token endpoint may be described. @type {[string, any][]} */
const REFRESHES = [
  ["url", "/auth/refresh"],
  [
    "json",
    { url: "/auth/json", extra: { client: "1" }, headers: { "x-own": "1" } },
  ],
  ["form", { url: "/auth/form", send: "form" }],
  ["query", { url: "/auth/query", send: "query" }],
  ["header", { url: "/auth/header", send: "header" }],
  ["cookie", { url: "/auth/cookie", send: "cookie" }],
  [
    "function",
    async (/** @type {any} */ { refreshToken, signal, fetch }) => {
      const init = {
        __proto__: null,
        method: "POST",
        body: refreshToken,
        signal,
      };
      return (await fetch(origin + "/auth/function", init)).json();
    },
  ],
];

/**
 * Makes every call once. What it returns is compared.
 * @param {(moment: string) => void} at is called with the moment
 * @param {any} library whose client it is
 */
const scenario = async (at, { createClient }) => {
  const whole = createClient === axios.createClient;
  /** @type {any[]} */
  const results = [];
  /** @type {string[]} */
  const events = [];
  let refused = false;
  const watching = async (/** @type {any[]} */ ...given) => {
    const [input, init] = given;
    const response = await fetch(input, init);
    if (response.status === 401 && !refused) {
      refused = true;
      at("between a request and its retry");
    }
    return response;
  };
  at("before createClient()");
  const storage = new Store();
  const api = createClient({
    baseURL: origin,
    fetch: watching,
    session: { refresh: "/auth/refresh", storage },
  });
  at("after createClient()");
  api.session.subscribe(({ type }) => void events.push(type));
  api.session.signIn({ accessToken: "a0", refreshToken: "r0" });
  results.push(shown(await api.get("/me", { params: { a: 1, b: [2, 3] } })));
  results.push(shown(await api.post("/echo", { b: 2, deep: { er: [1] } })));
  results.push(shown(await api("/echo", { method: "put", data: "text" })));
  results.push(shown(await api.request({ url: "/echo" })));
  if (whole)
    results.push(shown(await api.postForm("/form", { a: { b: [1] } })));
  const form = "application/x-www-form-urlencoded";
  if (whole)
    results.push(
      shown(
        await api.post(
          "/echo",
          { a: { b: [1] } },
          { headers: { "Content-Type": form } },
        ),
      ),
    );
  results.push(
    shown(
      await api.get("/open", {
        session: false,
        timeout: 5000,
        ...(whole && { auth: { username: "u", password: "p" } }),
      }),
    ),
  );
  results.push(await native(await api.fetch(origin + "/echo")));
  results.push(
    await native(
      await api.fetch(origin + "/echo", {
        method: "POST",
        body: "x",
        headers: { "x-one": "1" },
      }),
    ),
  );
  results.push(await native(await api.fetch(new Request(origin + "/echo"))));
  results.push(
    await native(
      await createClient().fetch(origin + "/open", {
        method: "POST",
        body: "x",
      }),
    ),
  );
  results.push(shown(await createClient().get(origin + "/open")));
  const child = api.create({ headers: { "x-child": "1" } });
  child.interceptors.request.use((config) => ({ ...config }));
  child.interceptors.response.use((response) => response);
  results.push(shown(await child.get("/echo")));
  const progress = whole
    ? { onDownloadProgress: () => {}, onUploadProgress: () => {} }
    : {};
  results.push(shown(await child.post("/echo", "body", progress)));
  results.push(api.getUri({ url: "/x", params: { a: "1,2", d: { e: 1 } } }));
  results.push(await failed(api.get("/missing")));
  results.push(await failed(api.get("/me", { signal: AbortSignal.abort() })));
  const canceling = CancelToken.source();
  canceling.cancel("enough");
  if (whole)
    results.push(
      await failed(api.get("/me", { cancelToken: canceling.token })),
    );
  results.push(await failed(api.get("http://127.0.0.1:1/")));
  await api.session.refresh();
  results.push(await api.session.accessToken(), api.session.state);
  results.push([...storage.items]);
  await api.session.signOut();
  results.push([...storage.items], api.session.state);

  for (const [name, refresh] of REFRESHES) {
    const storage = new Store();
    const client = createClient({
      baseURL: origin,
      session: { refresh, storage, loginURL: false },
    });
    client.session.signIn({ accessToken: "old", refreshToken: "r" });
    results.push(name, shown(await client.get("/me")), [...storage.items]);
  }
  const ends = createClient({
    baseURL: origin,
    session: {
      refresh: { url: "/auth/refused" },
      storage: "memory",
      loginURL: false,
      onEnd: ({ reason }) => void events.push(reason),
    },
  });
  ends.session.signIn({ accessToken: "old", refreshToken: "r" });
  results.push(await failed(ends.get("/me")), ends.session.state);
  results.push(
    await failed((async () => createClient({ timeout: -1 }))()),
    await failed(
      (async () =>
        createClient({ session: /** @type {any} */ ({ storage }) }))(),
    ),
    [isCancel({}), isCancel(new CanceledError()), isAxiosError({})],
    Object.entries(formToJSON(toFormData({ a: { b: [1, 2] }, c: "d" }))),
    String(AxiosHeaders.from({ Accept: "a" }).set("b", "c").normalize(true)),
  );
  return { results, events };
};

/**
 * The outcome of a scenario with a gadget from a moment on.
 * @param {any} library
 * @param {string} [when]
 * @param {Record<string, PropertyDescriptor>} [gadgets]
 */
const run = async (library, when, gadgets = {}) => {
  await received();
  const names = Object.keys(gadgets);
  const pollute = (/** @type {string} */ moment) => {
    if (moment === when)
      for (const name of names)
        Reflect.defineProperty(Object.prototype, name, {
          __proto__: null,
          ...gadgets[name],
        });
  };
  let outcome;
  try {
    outcome = await scenario(pollute, library);
  } catch (error) {
    outcome = error;
  } finally {
    for (const name of names) Reflect.deleteProperty(Object.prototype, name);
  }
  if (outcome instanceof Error) throw outcome;
  return { outcome, requests: await received() };
};

const MOMENTS = [
  "before createClient()",
  "after createClient()",
  "between a request and its retry",
];

const evil = "https://evil.test";

/** What the issue and axios's advisories name, each with the value that would do harm. */
const HARMFUL = {
  adapter: () => ({ status: 200, data: "evil" }),
  allowAbsoluteUrls: false,
  answer: { status: 200, data: "evil", headers: {} },
  auth: { username: "evil", password: "evil" },
  baseURL: evil,
  cancelToken: { throwIfRequested() {}, subscribe() {}, reason: "evil" },
  common: { "x-evil": "1" },
  credentials: "include",
  data: { evil: 1 },
  each: () => {},
  env: { fetch: () => new Response("evil") },
  expiresIn: 1,
  expires_in: 1,
  extra: { evil: "1" },
  fetchOptions: { headers: { "x-evil": "1" } },
  formSerializer: { dots: true },
  put: { "x-evil-group": "1" },
  grant_type: "password",
  header: "x-evil",
  headers: { "x-evil": "1" },
  hold: false,
  isAxiosError: true,
  __CANCEL__: true,
  keys: { accessToken: "evil" },
  localStorage: { getItem: () => "evil", setItem() {}, removeItem() {} },
  location: new URL(evil),
  loginURL: evil,
  maxBodyLength: 0,
  maxContentLength: 0,
  maxRedirects: 0,
  method: "DELETE",
  name: "evil",
  onEnd: () => "wait",
  origins: [evil],
  params: { evil: 1 },
  paramsSerializer: () => "evil=1",
  parseReviver: () => "evil",
  proxy: { host: "evil.test" },
  public: ["/me"],
  redirect: "manual",
  refresh_token: "evil",
  access_token: "evil",
  responseEncoding: "utf-16le",
  responseType: "arraybuffer",
  runWhen: () => false,
  scheme: "Evil",
  send: "query",
  serialize: () => "evil=1",
  session: false,
  signal: AbortSignal.abort(),
  storage: "memory",
  sub: "evil",
  exp: 1,
  timeout: 1,
  transformRequest: () => "evil",
  transformResponse: () => "evil",
  transitional: { silentJSONParsing: false },
  url: evil,
  userOf: () => "evil",
  validateStatus: () => false,
  visitor: () => false,
  withCredentials: true,
  withXSRFToken: true,
  "2C": "evil",
  a: "evil",
  "x-forwarded-user": "admin",
  "content-type": "text/evil",
};

/** With one of these, no property can be defined any more by a descriptor with a prototype. */
const DESCRIPTORS = ["get", "set"];

/** Every name by which the package's own text reads a member, and all of the above. */
const NAMES = (() => {
  const { resolve } = createRequire(import.meta.url);
  const text = ["everfetch", "everfetch/axios"]
    .map((entry) => readFileSync(resolve(entry), "utf8"))
    .join();
  const names = new Set(Object.keys(HARMFUL));
  for (const [, name] of text.matchAll(/(?:\.|[{,]\s*)([a-zA-Z_]\w{2,})\b/g))
    names.add(name);
  return [...names].filter(
    (name) => !(name in Object.prototype) && !DESCRIPTORS.includes(name),
  );
})();

/** What the platform itself reads or sets by way of `Object.prototype`, with nothing but itself at work. */
const readByThePlatform = async () => {
  const read = new Set();
  for (const name of NAMES)
    Reflect.defineProperty(Object.prototype, name, {
      __proto__: null,
      configurable: true,
      get: () => void read.add(name),
      set(value) {
        read.add(name);
        Reflect.defineProperty(this, name, {
          __proto__: null,
          value,
          writable: true,
          enumerable: true,
          configurable: true,
        });
      },
    });
  try {
    await received();
    for (const body of ["x", new FormData(), new Blob(["x"]), undefined]) {
      const { signal } = new AbortController();
      signal.addEventListener("abort", () => {});
      const init = {
        __proto__: null,
        method: body === undefined ? "GET" : "POST",
        headers: { __proto__: null, authorization: "Bearer a", "x-a": "1" },
        body,
        signal,
      };
      const response = await fetch(new Request(origin + "/open", init));
      response.clone();
      await new Response(response.body).blob();
    }
    await fetch("http://127.0.0.1:1/").catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 1));
    JSON.stringify({});
    new BroadcastChannel("pollution").close();
  } finally {
    for (const name of NAMES) Reflect.deleteProperty(Object.prototype, name);
  }
  return read;
};

// First, for what the platform loads when it is first used is not to load under a gadget.
const clean = new Map();
for (const library of [lean, axios]) clean.set(library, await run(library));
const platform = await readByThePlatform();

/** @param {any[]} firsts @param {Iterable<any[]>} rests */
function* product(firsts, rests) {
  for (const first of firsts) for (const rest of rests) yield [first, ...rest];
}

/** Each kind of property that a name can be. @type {[string, (name: string) => PropertyDescriptor][]} */
const KINDS = [
  ["a string", () => ({ value: evil, writable: true })],
  ["an object", () => ({ value: { evil: "1" }, writable: true })],
  ["a function", () => ({ value: () => "evil", writable: true })],
  ["true", () => ({ value: true, writable: true })],
  ["a constant", () => ({ value: 1, writable: false })],
  [
    "a getter that throws",
    (name) => ({
      get() {
        throw new Error(name + " was read of Object.prototype");
      },
    }),
  ],
];

test("of a polluted get or set, the platform's own fetch fails", () => {
  for (const name of DESCRIPTORS)
    try {
      Reflect.defineProperty(Object.prototype, name, {
        value: () => {},
        configurable: true,
      });
      assert.throws(
        () => new Request(origin, { method: "POST", body: "x" }),
        /Invalid property descriptor/,
      );
    } finally {
      Reflect.deleteProperty(Object.prototype, name);
    }
});

for (const [library, when, enumerable] of [
  ...product([lean, axios], [...product(MOMENTS, [[true], [false]])]),
]) {
  const name = library === lean ? "everfetch" : "everfetch/axios";
  const how = `${name}, ${enumerable ? "" : "not "}enumerable, ${when}`;

  test(`no harmful value on Object.prototype has an effect: ${how}`, async () => {
    /** @type {Record<string, PropertyDescriptor>} */
    const gadgets = {};
    for (const [name, value] of Object.entries(HARMFUL))
      if (!platform.has(name))
        gadgets[name] = {
          value,
          enumerable,
          writable: true,
          configurable: true,
        };
    assert.deepEqual(await run(library, when, gadgets), clean.get(library));
    // Together they might hide one another.
    if (enumerable && when === MOMENTS[0])
      for (const name of Object.keys(gadgets))
        assert.deepEqual(
          await run(library, when, { [name]: gadgets[name] }),
          clean.get(library),
          name,
        );
  });

  for (const [kind, descriptor] of KINDS)
    test(`no name that the package reads is taken from Object.prototype: ${kind}, ${how}`, async () => {
      /** @type {Record<string, PropertyDescriptor>} */
      const gadgets = {};
      for (const name of NAMES)
        if (!platform.has(name))
          gadgets[name] = {
            ...descriptor(name),
            enumerable,
            configurable: true,
          };
      assert.deepEqual(await run(library, when, gadgets), clean.get(library));
    });
}

/** What JSON.parse makes of a text with keys that some code takes for a prototype. @param {object} value */
const tainted = (value) =>
  JSON.parse(
    JSON.stringify(value).replace(
      "{",
      '{"__proto__":{"baseURL":"https://evil.test","x-evil":"1"},"constructor":{"prototype":{"evil":1}}' +
        (Object.keys(value).length ? "," : ""),
    ),
  );

test("an own __proto__ or constructor key from JSON.parse breaks no call and pollutes nothing", async () => {
  const storage = new Store();
  const options = tainted({
    baseURL: origin,
    headers: tainted({ "x-own": "1" }),
    session: tainted({
      refresh: tainted({
        url: "/auth/refresh",
        extra: { a: "1" },
        reply: tainted({ accessToken: "accessToken" }),
        refused: tainted({ status: 400 }),
      }),
      keys: tainted({ accessToken: "a", refreshToken: "b" }),
      expired: tainted({ status: 401 }),
    }),
  });
  options.session.storage = storage;
  const api = createClient(options);
  api.session.signIn(tainted({ accessToken: "old", refreshToken: "r" }));
  await received();
  const request = tainted({
    url: "/echo",
    method: "post",
    headers: tainted({ "x-more": "2" }),
    transitional: tainted({}),
    auth: undefined,
  });
  api.interceptors.request.use((config) => config);
  const { data } = await api({ ...request, data: tainted({ b: 1 }) });
  await api.get("/open", { params: tainted({ a: 1 }) });
  await api.fetch(origin + "/open", tainted({ method: "POST", body: "x" }));
  formToJSON(toFormData(tainted({ a: tainted({ b: 1 }) })));
  api.getUri(request);
  assert.deepEqual(JSON.parse(data.body), tainted({ b: 1 }));
  assert.deepEqual(
    [...storage.items],
    [
      ["b", "r1"],
      ["a", "a1"],
    ],
  );
  const lines = await received();
  assert.equal(lines.length, 5);
  for (const line of lines) assert.doesNotMatch(line, /\["x-evil"/);
  assert.equal(/** @type {any} */ ({}).evil, undefined);
  assert.equal(/** @type {any} */ ({}).baseURL, undefined);
});
