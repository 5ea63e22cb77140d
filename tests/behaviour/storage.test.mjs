// @ts-check
// `everfetch/storage`: tokens as JSON and as cookies, in the formats of admin templates.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "everfetch";
import { cookieStorage, jsonStorage } from "everfetch/storage";
import { failureOf, page, reply, serve, storage } from "./support.mjs";

/** A page with a cookie jar, which notes what is written. @param {import("node:test").TestContext} t */
const cookiePage = (t, { protocol = "https:", longest = 4096 } = {}) => {
  /** @type {Map<string, string>} */
  const jar = new Map();
  /** @type {string[]} */
  const written = [];
  const document = Object.assign(new EventTarget(), { baseURI: undefined });
  Object.defineProperty(document, "cookie", {
    get: () => [...jar].map((pair) => pair.join("=")).join("; "),
    set: (/** @type {string} */ line) => {
      written.push(line);
      const [pair = "", ...attributes] = line.split("; ");
      const name = pair.slice(0, pair.indexOf("="));
      if (attributes.includes("max-age=0")) jar.delete(name);
      else if (pair.length <= longest)
        jar.set(name, pair.slice(name.length + 1));
    },
  });
  const stores = page(t, {
    document,
    location: new URL(`${protocol}//app.test/`),
  });
  return { ...stores, jar, written };
};

/** Every shape in which a template keeps a token, with what it has stored and what everfetch leaves there. */
const FORMATS = {
  "a value with an expiry": {
    options: { prefix: "PROD__", expires: "expire" },
    keys: { accessToken: "ACCESS_TOKEN", refreshToken: "REFRESH_TOKEN" },
    stored: {
      PROD__ACCESS_TOKEN: { value: "old", expire: 32503680000000 },
      PROD__REFRESH_TOKEN: { value: "r1", expire: null },
    },
    left: {
      PROD__ACCESS_TOKEN: { value: "new", expire: null },
      PROD__REFRESH_TOKEN: { value: "r2", expire: null },
    },
  },
  "the string itself": {
    options: { prefix: "SOY_", path: "" },
    keys: { accessToken: "token", refreshToken: "refreshToken" },
    stored: { SOY_token: "old", SOY_refreshToken: "r1" },
    left: { SOY_token: "new", SOY_refreshToken: "r2" },
  },
  "one item for both": {
    options: { item: "app-core-access" },
    keys: undefined,
    stored: {
      "app-core-access": {
        accessToken: "old",
        refreshToken: "r1",
        isLocked: false,
      },
    },
    left: {
      "app-core-access": {
        accessToken: "new",
        refreshToken: "r2",
        isLocked: false,
      },
    },
  },
  "one item, below a path": {
    options: { prefix: "shop/", item: "auth", path: "state.tokens" },
    keys: { accessToken: "access", refreshToken: "refresh" },
    stored: {
      "shop/auth": {
        state: { tokens: { access: "old", refresh: "r1" }, theme: "dark" },
        version: 0,
      },
    },
    left: {
      "shop/auth": {
        state: { tokens: { access: "new", refresh: "r2" }, theme: "dark" },
        version: 0,
      },
    },
  },
  "what no path describes": {
    options: {
      read: (/** @type {any} */ { v }) => JSON.parse(v),
      write: (/** @type {string} */ token, /** @type {any} */ former) => ({
        ...former,
        e: 253402300799000,
        v: JSON.stringify(token),
      }),
    },
    keys: { accessToken: "ACCESS_TOKEN", refreshToken: "REFRESH_TOKEN" },
    stored: {
      ACCESS_TOKEN: { c: 7, e: 253402300799000, v: '"old"' },
      REFRESH_TOKEN: { c: 7, e: 253402300799000, v: '"r1"' },
    },
    left: {
      ACCESS_TOKEN: { c: 7, e: 253402300799000, v: '"new"' },
      REFRESH_TOKEN: { c: 7, e: 253402300799000, v: '"r2"' },
    },
  },
};

/** A server whose token has expired. */
const backEnd = () =>
  serve(({ url, headers }, response) =>
    url === "/refresh"
      ? reply(response, { accessToken: "new", refreshToken: "r2" })
      : reply(response, {}, headers.authorization === "Bearer new" ? 200 : 401),
  );

/** @param {string} baseURL @param {object} session */
const client = (baseURL, session) =>
  createClient({ baseURL, session: { refresh: "/refresh", ...session } });

for (const [name, { options, keys, stored, left }] of Object.entries(FORMATS))
  test(`jsonStorage reads and writes ${name}`, async (t) => {
    const { localStorage } = page(t);
    for (const [key, value] of Object.entries(stored))
      localStorage.setItem(key, JSON.stringify(value));
    const { origin, lines } = await backEnd();
    const api = client(origin, {
      storage: jsonStorage(options),
      ...(keys && { keys }),
    });
    assert.equal((await api.get("/me")).status, 200);
    assert.deepEqual(lines, [
      "GET /me Bearer old",
      "POST /refresh",
      "GET /me Bearer new",
    ]);
    const now = () =>
      Object.fromEntries(
        [...localStorage.items].map(([key, text]) => [key, JSON.parse(text)]),
      );
    assert.deepEqual(now(), left);
    api.session.signOut();
    assert.doesNotMatch(JSON.stringify(now()), /"(new|r2)\\?"/);
    assert.equal(api.session.state, "signed-out");
  });

test("a token in an item that has expired is none, and one that is no string is none", (t) => {
  const { localStorage } = page(t);
  const store = jsonStorage({ expires: "expire" });
  const holds = (/** @type {unknown} */ value) => {
    localStorage.setItem("accessToken", JSON.stringify(value));
    return store.getItem("accessToken");
  };
  assert.equal(holds({ value: "a", expire: Date.now() + 60_000 }), "a");
  assert.equal(holds({ value: "a", expire: Date.now() - 1 }), null);
  for (const value of [{ value: 7 }, { value: null }, {}, [], "a", 7, null])
    assert.equal(holds(value), null);
  localStorage.setItem("accessToken", "{not JSON");
  assert.equal(store.getItem("accessToken"), null);
  const odd = jsonStorage({
    read: () => {
      throw new Error("odd");
    },
  });
  localStorage.setItem("accessToken", "{}");
  assert.equal(odd.getItem("accessToken"), null);
});

test("members that an object inherits are no tokens", (t) => {
  const { localStorage } = page(t);
  localStorage.setItem("accessToken", "{}");
  localStorage.setItem("auth", '{"__proto__":{"accessToken":"evil"}}');
  t.after(() => Reflect.deleteProperty(Object.prototype, "value"));
  Reflect.set(Object.prototype, "value", "evil");
  assert.equal(jsonStorage().getItem("accessToken"), null);
  assert.equal(jsonStorage({ item: "auth" }).getItem("accessToken"), null);
});

test("what the application or another tab writes is seen by the next request", async (t) => {
  const { localStorage } = page(t);
  const { origin, lines } = await backEnd();
  const api = client(origin, { storage: jsonStorage({ item: "auth" }) });
  assert.equal(api.session.state, "signed-out");
  localStorage.setItem("auth", '{"accessToken":"new","refreshToken":"r2"}');
  assert.equal((await api.get("/me")).status, 200);
  assert.deepEqual(lines, ["GET /me Bearer new"]);
  localStorage.removeItem("auth");
  assert.equal(api.session.state, "signed-out");
});

test("two clients that describe the same storage share one session and one refresh", async (t) => {
  const { localStorage } = page(t);
  localStorage.setItem("a-accessToken", '{"value":"old"}');
  localStorage.setItem("a-refreshToken", '{"value":"r1"}');
  const { origin, lines } = await backEnd();
  const [one, two, other] = ["a-", "a-", "b-"].map((prefix) =>
    client(origin, { storage: jsonStorage({ prefix }) }),
  );
  await Promise.all([one?.get("/1"), two?.get("/2")]);
  assert.equal(lines.filter((line) => /refresh/.test(line)).length, 1);
  assert.equal(other?.session.state, "signed-out");
  const read =
    () =>
    (/** @type {any} */ { t }) =>
      t;
  assert.equal(jsonStorage({ read: read() }), jsonStorage({ read: read() }));
});

test("sessionStorage or another store may hold the JSON", (t) => {
  const { sessionStorage } = page(t);
  jsonStorage({ storage: "session" }).setItem("token", "a");
  assert.equal(sessionStorage.getItem("token"), '{"value":"a"}');
  const beneath = storage();
  jsonStorage({ storage: beneath, path: "t" }).setItem("token", "b");
  assert.equal(beneath.getItem("token"), '{"t":"b"}');
  assert.equal(
    jsonStorage({ storage: beneath }),
    jsonStorage({ storage: beneath }),
  );
});

test("a store that is full or blocked falls back to memory, with one warning", async (t) => {
  const { localStorage } = page(t);
  localStorage.setItem = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  const warn = t.mock.method(console, "warn", () => {});
  const { origin } = await backEnd();
  const api = client(origin, { storage: jsonStorage() });
  api.session.signIn({ accessToken: "new", refreshToken: "r" });
  assert.equal((await api.get("/me")).status, 200);
  assert.equal(warn.mock.callCount(), 1);
});

test("cookieStorage keeps the tokens in cookies that js-cookie can read", async (t) => {
  const { jar, written } = cookiePage(t);
  jar.set("Admin-Token", "old");
  jar.set("Admin-Refresh", "r1");
  const { origin } = await backEnd();
  const api = client(origin, {
    storage: cookieStorage({
      prefix: "Admin-",
      domain: "app.test",
      sameSite: "strict",
      maxAge: 3600,
    }),
    keys: { accessToken: "Token", refreshToken: "Refresh" },
  });
  assert.equal((await api.get("/me")).status, 200);
  assert.deepEqual(written, [
    "Admin-Refresh=r2; path=/; domain=app.test; samesite=strict; secure; max-age=3600",
    "Admin-Token=new; path=/; domain=app.test; samesite=strict; secure; max-age=3600",
  ]);
  api.session.signOut();
  assert.equal(jar.size, 0);
  assert.match(
    written.at(-1) ?? "",
    /^Admin-Token=; path=\/; domain=app\.test/,
  );
});

test("a cookie is read as it was written, whatever is in it", (t) => {
  const { jar } = cookiePage(t, { protocol: "http:" });
  const store = cookieStorage();
  const token = 'a;b, "c" =%20é\\';
  store.setItem("to ken(1)=", token);
  store.setItem("other", "x");
  assert.equal(store.getItem("to ken(1)="), token);
  assert.deepEqual([...jar.keys()], ["to%20ken%281%29%3D", "other"]);
  assert.equal(store.getItem("oth"), null);
  jar.set("quoted", '"abc"');
  assert.equal(store.getItem("quoted"), "abc");
  jar.set("broken", "%E0%A4%A");
  assert.equal(store.getItem("broken"), "%E0%A4%A");
});

test("cookies are secure on a page of HTTPS, and lax", (t) => {
  const { written } = cookiePage(t);
  cookieStorage().setItem("a", "1");
  cookieStorage({ secure: false, path: "/app" }).setItem("a", "1");
  cookieStorage({ secure: false, sameSite: "none" }).setItem("a", "1");
  assert.deepEqual(written, [
    "a=1; path=/; samesite=lax; secure",
    "a=1; path=/app; samesite=lax",
    "a=1; path=/; samesite=none; secure",
  ]);
  assert.equal(cookieStorage(), cookieStorage());
});

test("a cookie that the browser does not store is an error, and the session goes on in memory", async (t) => {
  const { jar } = cookiePage(t, { longest: 100 });
  const long = "x".repeat(200);
  assert.throws(() => cookieStorage().setItem("a", long), /4096 bytes/);
  const warn = t.mock.method(console, "warn", () => {});
  const { origin, lines } = await backEnd();
  const api = client(origin, { storage: cookieStorage() });
  api.session.signIn({ accessToken: long, refreshToken: "r" });
  await failureOf(api.get("/me", { timeout: 5000 })).catch(() => {});
  assert.equal(lines[0], `GET /me Bearer ${long}`);
  assert.ok(warn.mock.callCount() <= 1);
  assert.equal(jar.get("accessToken"), undefined);
});

test("JSON in a cookie is the two together", (t) => {
  const { jar } = cookiePage(t);
  jar.set(
    "authorized-token",
    encodeURIComponent('{"accessToken":"a","expires":32503680000000}'),
  );
  const store = jsonStorage({
    item: "authorized-token",
    expires: "expires",
    storage: cookieStorage(),
  });
  assert.equal(store.getItem("accessToken"), "a");
  store.setItem("accessToken", "b");
  assert.equal(
    decodeURIComponent(jar.get("authorized-token") ?? ""),
    '{"accessToken":"b","expires":null}',
  );
});

test("on a server, each has a memory of its own", () => {
  for (const make of [jsonStorage, cookieStorage]) {
    const [one, other] = [make(), make()];
    one.setItem("accessToken", "a");
    assert.equal(one.getItem("accessToken"), "a");
    assert.equal(other.getItem("accessToken") ?? null, null);
    one.removeItem("accessToken");
    assert.equal(one.getItem("accessToken") ?? null, null);
  }
});

test("a token with the template's own word for `never` beside it does not expire", (t) => {
  page(t);
  for (const never of [0, -1]) {
    const store = jsonStorage({ expires: "expire", never });
    store.setItem("accessToken", "a");
    assert.equal(store.getItem("accessToken"), "a");
  }
});

test("an array on the path to the tokens stays an array", (t) => {
  const { localStorage } = page(t);
  const list = [{ accessToken: "a", name: "ada" }, "another"];
  localStorage.setItem("accounts", JSON.stringify({ list }));
  const store = jsonStorage({ item: "accounts", path: "list.0" });
  store.setItem("accessToken", "b");
  const now = () => JSON.parse(localStorage.getItem("accounts") ?? "");
  assert.deepEqual(now(), {
    list: [{ accessToken: "b", name: "ada" }, "another"],
  });
  store.removeItem("accessToken");
  assert.deepEqual(now(), { list: [{ name: "ada" }, "another"] });
});
