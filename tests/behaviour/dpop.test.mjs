// @ts-check
// `everfetch/dpop`: proofs that a server of RFC 9449 verifies (by jose), and the key that they are signed with.

import assert from "node:assert/strict";
import { createHash, randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { test } from "node:test";
import { createClient } from "everfetch";
import { dpop } from "everfetch/dpop";
import { failureOf, page, reply, serve, storage } from "./support.mjs";

const require = createRequire(
  new URL("../../xtask/npm/package.json", import.meta.url),
);
const jose = require("jose");
const { IDBFactory } = require("fake-indexeddb");

/** @typedef {import("node:http").ServerResponse} Answer */

/**
 * A server of both roles: it verifies each proof, and binds its tokens to the key of the first one.
 * @param {{ nonces?: boolean }} [settings] does it demand nonces?
 */
const dpopServer = async ({ nonces = false } = {}) => {
  /** Access and refresh tokens that are valid, with the thumbprint of their key. @type {Map<string, string>} */
  const bound = new Map();
  /** @type {Set<string>} */
  const seen = new Set();
  /** @type {string[]} */
  const refusals = [];
  const state = { nonce: "n1", keys: /** @type {string[]} */ ([]) };

  const verify = async (
    /** @type {import("./support.mjs").Received} */ request,
    /** @type {string | undefined} */ token,
  ) => {
    const { headers, method, url } = request;
    const { payload, protectedHeader } = await jose.jwtVerify(
      headers["dpop"],
      jose.EmbeddedJWK,
      { typ: "dpop+jwt", algorithms: ["ES256"], maxTokenAge: 60 },
    );
    const { jwk } = protectedHeader;
    assert.deepEqual(Object.keys(jwk).sort(), ["crv", "kty", "x", "y"]);
    assert.equal(payload.htm, method);
    assert.equal(
      payload.htu,
      `${server.origin}${url.replace(/\?.*/, "")}`,
      "the URL without its query",
    );
    assert.ok(!seen.has(payload.jti), "each proof is sent once");
    seen.add(payload.jti);
    const hash = createHash("sha256").update(token ?? "");
    assert.equal(payload.ath, token && hash.digest("base64url"));
    if (nonces && payload.nonce !== state.nonce) return undefined;
    return jose.calculateJwkThumbprint(jwk);
  };

  const server = await serve(async (request, response) => {
    try {
      response.setHeader("dpop-nonce", nonces ? state.nonce : "");
      if (!nonces) response.removeHeader("dpop-nonce");
      if (request.url.startsWith("/token")) await token(request, response);
      else await resource(request, response);
    } catch (error) {
      refusals.push(/** @type {Error} */ (error).message);
      reply(response, { error: "invalid_dpop_proof" }, 400);
    }
  });

  const token = async (
    /** @type {import("./support.mjs").Received} */ request,
    /** @type {Answer} */ response,
  ) => {
    const key = await verify(request, undefined);
    if (!key) return reply(response, { error: "use_dpop_nonce" }, 400);
    const form = new URLSearchParams(request.body);
    const old = form.get("refresh_token");
    if (old && bound.get(old) !== key)
      return reply(response, { error: "invalid_grant" }, 400);
    bound.delete(old ?? "");
    const [access, refresh] = [randomUUID(), randomUUID()];
    bound.set(access, key);
    bound.set(refresh, key);
    state.keys.push(key);
    reply(response, {
      access_token: access,
      refresh_token: refresh,
      token_type: "DPoP",
    });
  };

  const resource = async (
    /** @type {import("./support.mjs").Received} */ request,
    /** @type {Answer} */ response,
  ) => {
    const [scheme, access] = String(request.headers.authorization).split(" ");
    const key = await verify(request, access);
    const challenge = (/** @type {string} */ error) =>
      reply(response, {}, 401, {
        "www-authenticate": `DPoP error="${error}", algs="ES256"`,
      });
    if (!key) return challenge("use_dpop_nonce");
    if (scheme !== "DPoP" || bound.get(String(access)) !== key)
      return challenge("invalid_token");
    reply(response, { sub: "ada" });
  };

  /** The access tokens expire. */
  const expire = (/** @type {string | undefined} */ access) =>
    void bound.delete(String(access));

  return { ...server, state, refusals, expire };
};

/** @param {Awaited<ReturnType<typeof dpopServer>>} server @param {import("everfetch/dpop").DPoP} proof */
const signedIn = async (server, proof, store = storage()) => {
  const api = createClient({
    baseURL: server.origin,
    session: {
      refresh: { url: "/token", send: "form", extra: { client_id: "app" } },
      storage: store,
      onEnd: () => "stay",
      proof,
    },
  });
  const login = await proof.fetch(server.origin + "/token", {
    method: "POST",
    body: new URLSearchParams({ grant_type: "authorization_code", code: "c" }),
  });
  api.session.signIn(await login.json());
  return { api, store };
};

for (const nonces of [false, true])
  test(`log-in, requests, expiry and refresh at a server that verifies each proof, ${nonces ? "with" : "without"} nonces`, async () => {
    const server = await dpopServer({ nonces });
    const { api, store } = await signedIn(server, dpop());
    assert.equal((await api.get("/me?x=1")).data.sub, "ada");
    assert.equal((await api.post("/items", { a: 1 })).status, 200);
    server.expire(store.items.get("accessToken"));
    server.state.nonce = "n2";
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, each) => api.get(`/items/${each}`)),
    );
    assert.ok(answers.every(({ status }) => status === 200));
    const fetched = await api.fetch(server.origin + "/me");
    assert.equal(fetched.status, 200);
    assert.deepEqual(server.refusals, []);
    assert.equal(server.state.keys.length, 2, "one log-in and one refresh");
    assert.equal(new Set(server.state.keys).size, 1, "one key");
  });

test("a stolen pair of tokens is of no use without the key", async () => {
  const server = await dpopServer();
  const { store } = await signedIn(server, dpop());
  const thief = createClient({
    baseURL: server.origin,
    session: {
      refresh: { url: "/token", send: "form" },
      storage: storage(Object.fromEntries(store.items)),
      onEnd: () => "stay",
      proof: dpop({ name: "thief" }),
    },
  });
  const error = await failureOf(thief.get("/me"));
  assert.equal(error.code, "ERR_SESSION_ENDED");
  assert.match(error.cause.message, /invalid_grant/);
});

test("the thumbprint is that of the key", async () => {
  const server = await dpopServer();
  const proof = dpop();
  await signedIn(server, proof);
  assert.equal(await proof.thumbprint(), server.state.keys[0]);
});

test("on a server, two clients have two keys", async () => {
  const [one, other] = [dpop(), dpop()];
  assert.notEqual(await one.thumbprint(), await other.thumbprint());
});

/** @param {import("node:test").TestContext} t */
const database = (t) => {
  const factory = new IDBFactory();
  page(t, { indexedDB: factory });
  return factory;
};

/** A module of its own, as another tab or a reload has. @returns {Promise<typeof dpop>} */
const tab = async () =>
  (await import(`${import.meta.resolve("everfetch/dpop")}?${randomUUID()}`))
    .dpop;

/** What the database holds. @param {IDBFactory} factory @returns {Promise<any[]>} */
const kept = (factory) =>
  new Promise((resolve, reject) => {
    const request = factory.open("everfetch", 1);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const { result } = request;
      const all = result.transaction("keys").objectStore("keys").getAll();
      all.onsuccess = () => {
        result.close();
        resolve(all.result);
      };
    };
  });

test("the key is kept for a reload and for other tabs, and cannot be exported", async (t) => {
  const factory = database(t);
  const first = await (await tab())().thumbprint();
  assert.equal(await (await tab())().thumbprint(), first);
  const [{ privateKey }] = await kept(factory);
  assert.equal(privateKey.extractable, false);
  assert.deepEqual(privateKey.usages, ["sign"]);
  assert.equal(privateKey.algorithm.namedCurve, "P-256");
  await assert.rejects(crypto.subtle.exportKey("jwk", privateKey));
});

test("of several tabs that create the key at once, one wins", async (t) => {
  const factory = database(t);
  const tabs = await Promise.all(Array.from({ length: 8 }, tab));
  const prints = await Promise.all(tabs.map((each) => each().thumbprint()));
  assert.equal(new Set(prints).size, 1);
  assert.equal((await kept(factory)).length, 1);
});

test("the key is gone at sign-out, in every tab, and the next log-in has a new one", async (t) => {
  const factory = database(t);
  const server = await dpopServer();
  const proof = (await tab())();
  const { api } = await signedIn(server, proof);
  const other = (await tab())();
  const before = await other.thumbprint();
  assert.equal(before, server.state.keys[0]);
  api.session.signOut();
  const after = await proof.thumbprint();
  assert.notEqual(after, before);
  assert.equal(await other.thumbprint(), after);
  await proof.forget();
  assert.deepEqual(await kept(factory), []);
});

test("the log-out is signed with the key of its session, and what comes after it with a new one", async (t) => {
  const factory = database(t);
  const server = await dpopServer();
  const proof = (await tab())();
  const store = storage();
  const api = createClient({
    baseURL: server.origin,
    session: {
      refresh: { url: "/token", send: "form" },
      logout: "/logout",
      storage: store,
      proof,
    },
  });
  const logIn = async () => {
    const url = server.origin + "/token";
    const answer = await proof.fetch(url, { method: "POST", body: "" });
    api.session.signIn(await answer.json());
  };
  for (const expired of [false, true]) {
    await logIn();
    if (expired) server.expire(store.items.get("accessToken"));
    const out = api.session.signOut();
    await logIn();
    await out;
    assert.equal((await api.get("/me")).status, 200);
    assert.equal((await kept(factory)).length, 1);
  }
  assert.deepEqual(server.refusals, []);
  const paths = server.received.map(({ url }) => url);
  assert.deepEqual(paths.filter((path) => path === "/logout").length, 3);
  const [first, second] = server.state.keys;
  assert.notEqual(first, second);
});

test("two names are two keys, of which a sign-out deletes one", async (t) => {
  const factory = database(t);
  const [user, admin] = [dpop({ name: "user" }), dpop({ name: "admin" })];
  const print = await admin.thumbprint();
  assert.notEqual(await user.thumbprint(), print);
  await user.forget();
  assert.equal((await kept(factory)).length, 1);
  assert.equal(await admin.thumbprint(), print);
});

test("a database that is deleted or closed from outside is opened again", async (t) => {
  const factory = database(t);
  const proof = (await tab())();
  const before = await proof.thumbprint();
  await new Promise((resolve) => {
    factory.deleteDatabase("everfetch").onsuccess = resolve;
  });
  assert.notEqual(await proof.thumbprint(), before);
  assert.equal((await kept(factory)).length, 1);
});

test("where IndexedDB is blocked, all clients of the page share a key in memory, with one warning", async (t) => {
  page(t, {
    indexedDB: {
      open: () => {
        throw new DOMException("denied", "SecurityError");
      },
    },
  });
  const warn = t.mock.method(console, "warn", () => {});
  const create = await tab();
  const print = await create().thumbprint();
  assert.equal(await create().thumbprint(), print);
  assert.equal(warn.mock.callCount(), 1);
  await create().forget();
  assert.notEqual(await create().thumbprint(), print);
});

test("without the Web Crypto API, the request fails and the error says what is needed", async (t) => {
  database(t);
  const subtle = Object.getOwnPropertyDescriptor(Crypto.prototype, "subtle");
  Object.defineProperty(Crypto.prototype, "subtle", {
    value: undefined,
    configurable: true,
  });
  t.after(() =>
    Object.defineProperty(
      Crypto.prototype,
      "subtle",
      /** @type {any} */ (subtle),
    ),
  );
  const api = createClient({
    baseURL: "https://api.test",
    fetch: () => assert.fail("sent"),
    session: {
      refresh: "/token",
      storage: storage({ accessToken: "a", refreshToken: "r" }),
      proof: dpop(),
    },
  });
  const error = await failureOf(api.get("/me"));
  assert.equal(error.code, "ERR_PROOF_FAILED");
  assert.match(error.cause.message, /HTTPS and localhost/);
});
