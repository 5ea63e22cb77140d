// @ts-check
// `session.proof`: what is signed, and what becomes of a server's nonce. The proof is the application's own here;
// dpop.test.mjs has that of everfetch/dpop.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "everfetch";
import { createClient as createAxiosClient } from "everfetch/axios";
import { failureOf, page, reply, serve, storage } from "./support.mjs";

/** @typedef {import("node:http").ServerResponse} Answer */
/** @typedef {import("./support.mjs").Received} Received */

/** @param {Answer} response @param {string} nonce */
const askForNonce = (response, nonce) =>
  reply(response, {}, 401, {
    "www-authenticate": `Bearer realm="a, b", DPoP error="use_dpop_nonce", algs="ES256"`,
    "dpop-nonce": nonce,
  });

/**
 * A server whose access tokens are bound, and a client with a proof that says what it has signed.
 * @param {{
 *   answer?: (request: Received, response: Answer) => unknown,
 *   refresh?: (request: Received, response: Answer) => unknown,
 *   create?: (options: any) => any,
 *   session?: object,
 *   proof?: object,
 *   tokens?: Record<string, string>,
 * }} [settings]
 */
const bound = async ({
  answer = () => false,
  refresh = () => false,
  create = createClient,
  session,
  proof,
  tokens = { accessToken: "old", refreshToken: "r1" },
} = {}) => {
  const server = await serve((request, response) => {
    if (request.url.startsWith("/refresh"))
      return (
        refresh(request, response) ||
        reply(response, { accessToken: "new", refreshToken: "r2" })
      );
    const valid = request.headers.authorization === "Proven new";
    return answer(request, response) || reply(response, {}, valid ? 200 : 401);
  });
  const store = storage(tokens);
  /** @type {any[]} */
  const signed = [];
  let forgotten = 0;
  const api = create({
    baseURL: server.origin,
    session: {
      refresh: { url: "/refresh?tenant=7", retries: 0 },
      storage: store,
      onEnd: () => "stay",
      proof: {
        scheme: "Proven",
        sign: async (/** @type {any} */ request) => {
          signed.push({ ...request });
          const { method, url, accessToken, nonce } = request;
          const { pathname } = new URL(url);
          return {
            Proof: [method, pathname, accessToken ?? "-", nonce ?? "-"].join(
              " ",
            ),
          };
        },
        forget: () => void forgotten++,
        ...proof,
      },
      ...session,
    },
  });
  const proofs = () => server.received.map(({ headers }) => headers.proof);
  return { api, server, store, signed, proofs, forgotten: () => forgotten };
};

for (const [name, create] of Object.entries({
  everfetch: createClient,
  "everfetch/axios": createAxiosClient,
}))
  test(`${name}: each sending that carries the token is signed for that token, and so is the refresh`, async () => {
    const { api, server, proofs, signed } = await bound({ create });
    await api.post("/items?x=1#top", { a: 1 });
    assert.deepEqual(server.lines, [
      "POST /items?x=1 Proven old",
      "POST /refresh?tenant=7",
      "POST /items?x=1 Proven new",
    ]);
    assert.deepEqual(proofs(), [
      "POST /items old -",
      "POST /refresh - -",
      "POST /items new -",
    ]);
    assert.match(signed[0].url, /^http:\/\/127\.0\.0\.1:\d+\/items\?x=1/);
  });

test("api.fetch is signed as well", async () => {
  const { api, server, proofs } = await bound();
  const response = await api.fetch(server.origin + "/me", { method: "put" });
  assert.equal(response.status, 200);
  assert.deepEqual(proofs(), [
    "PUT /me old -",
    "POST /refresh - -",
    "PUT /me new -",
  ]);
});

test("what carries no token is not signed", async () => {
  const other = await serve((_, response) => reply(response, {}));
  const { api, signed, server } = await bound({
    session: { public: ["/open"] },
    answer: (_, response) => (reply(response, {}), true),
  });
  await api.get("/open");
  await api.get("/me", { session: false });
  await api.get(other.origin + "/me");
  await api.session.signOut();
  await api.get("/me");
  assert.deepEqual(signed, []);
  assert.ok(server.received.every(({ headers }) => !headers.proof));
});

test("a server that asks for its nonce gets it at once, and the next request has it from the start", async () => {
  const { api, server, proofs } = await bound({
    tokens: { accessToken: "new", refreshToken: "r1" },
    answer: ({ headers }, response) =>
      String(headers.proof).endsWith(" n1")
        ? false
        : (askForNonce(response, "n1"), true),
  });
  /** @type {any[]} */
  const events = [];
  api.session.subscribe(
    (/** @type {any} */ { type }) => void events.push(type),
  );
  assert.equal((await api.post("/items", { a: 1 })).status, 200);
  assert.equal((await api.get("/me")).status, 200);
  assert.deepEqual(proofs(), [
    "POST /items new -",
    "POST /items new n1",
    "GET /me new n1",
  ]);
  assert.deepEqual(
    server.received.slice(0, 2).map(({ body }) => body),
    ['{"a":1}', '{"a":1}'],
  );
  assert.deepEqual(events, [], "nothing was refused and nothing refreshed");
});

test("any answer may bring the next nonce, which is that of its origin", async () => {
  let count = 0;
  const { api, proofs } = await bound({
    tokens: { accessToken: "new", refreshToken: "r1" },
    answer: (_, response) => (
      reply(response, {}, 200, { "dpop-nonce": `n${++count}` }),
      true
    ),
    refresh: (_, response) =>
      void response.setHeader("dpop-nonce", "of-the-refresh"),
  });
  await api.get("/one");
  await api.get("/two");
  await api.session.refresh();
  await api.get("/three");
  assert.deepEqual(proofs(), [
    "GET /one new -",
    "GET /two new n1",
    "POST /refresh - n2",
    "GET /three new of-the-refresh",
  ]);
});

test("a nonce is not sent to another origin of the session", async () => {
  const files = await serve((_, response) => reply(response, {}));
  const { api } = await bound({
    session: { origins: [files.origin] },
    answer: (_, response) => (
      reply(response, {}, 200, { "dpop-nonce": "n1" }),
      true
    ),
  });
  await api.get("/me");
  await api.get(files.origin + "/file");
  assert.equal(files.received[0].headers.proof, "GET /file old -");
});

test("a server that asks for a nonce again and again is asked twice, and the session stays", async () => {
  let count = 0;
  const { api, proofs, store } = await bound({
    answer: (_, response) => (askForNonce(response, `n${++count}`), true),
  });
  const error = await failureOf(api.get("/me"));
  assert.equal(error.response.status, 401);
  assert.deepEqual(proofs(), ["GET /me old -", "GET /me old n1"]);
  assert.equal(store.items.get("accessToken"), "old");
});

test("a token that has expired is refreshed after the nonce, and all of a burst share that", async () => {
  const { api, proofs, server } = await bound({
    answer: ({ headers }, response) =>
      / n\d$/.test(String(headers.proof))
        ? false
        : (askForNonce(response, "n1"), true),
  });
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, each) => api.get(`/items/${each}`)),
  );
  assert.ok(answers.every(({ status }) => status === 200));
  assert.equal(
    proofs().filter((line) => /refresh/.test(String(line))).length,
    1,
  );
  assert.ok(server.received.length <= 61);
});

test("a token endpoint that asks for its nonce gets it, and that is no retry", async () => {
  for (const status of [400, 401]) {
    const { api, proofs, store } = await bound({
      refresh: ({ headers }, response) =>
        String(headers.proof).endsWith(" as1")
          ? false
          : (reply(response, { error: "use_dpop_nonce" }, status, {
              "dpop-nonce": "as1",
            }),
            true),
    });
    assert.equal((await api.get("/me")).status, 200);
    assert.deepEqual(proofs(), [
      "GET /me old -",
      "POST /refresh - -",
      "POST /refresh - as1",
      "GET /me new as1",
    ]);
    assert.equal(store.items.get("refreshToken"), "r2");
  }
});

test("a token endpoint that accepts no nonce keeps the session", async () => {
  const { api, server, store } = await bound({
    refresh: (_, response) => (
      reply(response, { error: "use_dpop_nonce" }, 400, { "dpop-nonce": "n" }),
      true
    ),
  });
  const error = await failureOf(api.get("/me"));
  assert.equal(error.code, "ERR_REFRESH_UNAVAILABLE");
  assert.equal(store.items.get("refreshToken"), "r1");
  assert.equal(server.received.length, 3);
});

test("without a proof, use_dpop_nonce is a refusal like any other", async () => {
  const { api } = await bound({
    session: { proof: undefined },
    refresh: (_, response) => (
      reply(response, { error: "use_dpop_nonce" }, 400),
      true
    ),
  });
  assert.equal((await failureOf(api.get("/me"))).code, "ERR_SESSION_ENDED");
});

test("a missing scope is recognised under the proof's scheme too, and refreshes nothing", async () => {
  const { api, server } = await bound({
    answer: (_, response) => (
      reply(response, {}, 401, {
        "www-authenticate": 'DPoP error="insufficient_scope"',
      }),
      true
    ),
  });
  assert.equal((await failureOf(api.get("/admin"))).response.status, 401);
  assert.equal(server.received.length, 1);
});

test("a token that changes while the proof is made is not sent with that proof", async () => {
  let swap = () => {};
  const { api, proofs, store } = await bound({
    proof: {
      sign: async (/** @type {any} */ { accessToken }) => {
        swap();
        return { proof: `for ${accessToken}` };
      },
    },
  });
  swap = () => void store.items.set("accessToken", "new");
  assert.equal((await api.get("/me")).status, 200);
  assert.deepEqual(proofs(), ["for new"]);
});

test("a request whose user changes while the proof is made is not sent", async () => {
  /** @type {any} */
  let client;
  const { api, server } = await bound({
    proof: {
      sign: async () => {
        client.session.signIn({ accessToken: "b", refreshToken: "rb" });
        return {};
      },
    },
  });
  client = api;
  const error = await failureOf(api.post("/items", {}));
  assert.equal(error.code, "ERR_SESSION_CHANGED");
  assert.deepEqual(server.lines, []);
});

test("a request that cannot be signed is not sent, and says why", async () => {
  const cause = new Error("no key");
  for (const sign of [
    () => Promise.reject(cause),
    () => {
      throw cause;
    },
  ]) {
    const { api, server, store } = await bound({ proof: { sign } });
    const error = await failureOf(api.get("/me"));
    assert.equal(error.code, "ERR_PROOF_FAILED");
    assert.equal(error.cause, cause);
    assert.equal(error.config.url, "/me");
    const failed = await failureOf(api.fetch(server.origin + "/me"));
    assert.equal(failed.code, "ERR_PROOF_FAILED");
    const outage = await failureOf(api.session.refresh());
    assert.equal(outage.code, "ERR_REFRESH_UNAVAILABLE");
    assert.equal(store.items.get("refreshToken"), "r1");
    assert.deepEqual(server.lines, []);
  }
});

test("a proof that never comes is given up", async (t) => {
  const { api, server } = await bound({
    proof: { sign: () => new Promise(() => {}) },
  });
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const failed = failureOf(api.get("/me"));
  await new Promise((resolve) => setImmediate(resolve));
  t.mock.timers.tick(5000);
  t.mock.timers.tick(1000);
  assert.equal((await failed).code, "ERR_PROOF_FAILED");
  assert.deepEqual(server.lines, []);
});

test("the proof is told of a sign-out and of the end of the session, and may throw", async () => {
  const out = await bound();
  out.api.session.signOut();
  assert.equal(out.forgotten(), 1);
  const over = await bound({
    refresh: (_, response) => (reply(response, {}, 401), true),
  });
  await failureOf(over.api.get("/me"));
  assert.equal(over.forgotten(), 1);
  const odd = await bound({
    proof: {
      forget: () => {
        throw new Error("cannot");
      },
    },
  });
  odd.api.session.signOut();
  assert.equal(odd.store.items.size, 0);
});

test("a proof without a scheme keeps that of the session", async () => {
  const { api, server } = await bound({
    proof: { scheme: undefined, forget: undefined },
    session: { scheme: "Token" },
  });
  await failureOf(api.get("/me"));
  assert.equal(server.lines[0], "GET /me Token old");
  api.session.signOut();
});

test("a request by its own means is signed at each sending, also when an interceptor has moved it", async () => {
  const { api, proofs } = await bound();
  api.interceptors.request.use(
    (/** @type {any} */ config) => ({ ...config, url: config.url + "x" }),
    null,
    { onRetry: true },
  );
  await api.get("/me");
  assert.deepEqual(proofs(), [
    "GET /mex old -",
    "POST /refresh - -",
    "GET /mexx new -",
  ]);
});

test("session.proof takes an object with sign", () => {
  for (const proof of [true, {}, { sign: 1 }, () => {}])
    assert.throws(
      () =>
        createClient({
          session: { refresh: "/refresh", proof: /** @type {any} */ (proof) },
        }),
      { code: "ERR_BAD_OPTION", message: /session\.proof.*everfetch\/dpop/ },
    );
});

test("a relative URL is signed as the absolute one that it leads to", async (t) => {
  page(t, { location: new URL("https://app.test/shop/page?x=1") });
  /** @type {string[]} */
  const urls = [];
  const api = createClient({
    baseURL: "/api",
    fetch: async () => Response.json({}),
    session: {
      refresh: "/refresh",
      storage: storage({ accessToken: "a", refreshToken: "r" }),
      proof: {
        sign: async ({ url }) => {
          urls.push(url);
          return {};
        },
      },
    },
  });
  await api.get("me");
  await api.fetch("me");
  assert.deepEqual(urls, [
    "https://app.test/api/me",
    "https://app.test/shop/me",
  ]);
});

test("a request that is aborted while its proof is made rejects at once, as an aborted one", async (t) => {
  const { api, server } = await bound({
    proof: { sign: () => new Promise(() => {}) },
  });
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const signal = AbortSignal.abort();
  for (const [send, name] of /** @type {[any, string][]} */ ([
    [(/** @type {any} */ more) => api.get("/me", more), "CanceledError"],
    [
      (/** @type {any} */ more) => api.fetch(server.origin + "/me", more),
      "AbortError",
    ],
  ])) {
    const controller = new AbortController();
    const failed = failureOf(send({ signal: controller.signal }));
    await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    assert.equal((await failed).name, name);
    assert.equal((await failureOf(send({ signal }))).name, name);
  }
  assert.deepEqual(server.lines, []);
});

test("what is no header is not sent: the request says so, and the session is kept", async () => {
  for (const made of [
    undefined,
    null,
    7,
    "proof",
    ["proof"],
    { Proof: undefined },
    { Proof: {} },
    { Proof: "a\nb" },
    { "a proof": "p" },
  ]) {
    const { api, server, store } = await bound({ proof: { sign: () => made } });
    assert.equal((await failureOf(api.get("/me"))).code, "ERR_PROOF_FAILED");
    const failed = await failureOf(api.session.refresh());
    assert.equal(failed.code, "ERR_REFRESH_UNAVAILABLE");
    assert.deepEqual(server.lines, []);
    assert.equal(store.items.get("refreshToken"), "r1");
  }
});
