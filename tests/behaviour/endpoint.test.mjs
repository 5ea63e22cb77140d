// @ts-check
// What the token endpoint, or the application's own refresh function, may answer; and what becomes of the session.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "everfetch";
import { failureOf, reply, serve, storage } from "./support.mjs";

const SECRET = "s3cret-refresh-token";

/**
 * A client whose access token the server refuses.
 * @param {(response: import("node:http").ServerResponse, request: import("./support.mjs").Received) => void} answer
 *   the token endpoint's
 * @param {any} [refresh] options of `session.refresh`, or a function
 * @param {object} [session]
 */
const expired = async (answer, refresh = {}, session = {}) => {
  const server = await serve((request, response) => {
    if (request.url.startsWith("/refresh")) return answer(response, request);
    const { authorization } = request.headers;
    reply(response, {}, authorization === "Bearer new" ? 200 : 401);
  });
  const store = storage({ accessToken: "old", refreshToken: SECRET });
  /** @type {any[]} */
  const ends = [];
  /** @type {string[]} */
  const lines = [];
  const api = createClient({
    baseURL: server.origin,
    session: {
      refresh:
        typeof refresh === "function"
          ? refresh
          : { url: "/refresh", retries: 0, ...refresh },
      storage: store,
      onEnd: (end) => void ends.push(end),
      debug: (line) => void lines.push(line),
      ...session,
    },
  });
  const refreshes = () =>
    server.received.filter(({ url }) => url.startsWith("/refresh")).length;
  return { api, server, store, ends, lines, refreshes };
};

/** @param {string} body @param {string} type @param {number} [status] */
const page =
  (body, type, status = 200) =>
  (/** @type {import("node:http").ServerResponse} */ response) => {
    response.writeHead(status, { "content-type": type });
    response.end(body);
  };

test("the refresh follows no redirect, and a redirect keeps the session", async () => {
  const other = await serve((_, response) =>
    reply(response, { accessToken: "new" }),
  );
  for (const status of [301, 302, 303, 307, 308])
    for (const send of ["json", "header", "query", "cookie"]) {
      const { api, store, server } = await expired(
        (response) => {
          response.writeHead(status, { location: other.origin + "/refresh" });
          response.end();
        },
        { send },
      );
      const error = await failureOf(api.get("/me"));
      assert.equal(error.code, "ERR_REFRESH_UNAVAILABLE");
      assert.match(error.cause.message, new RegExp(`/refresh\\).*${status}`));
      assert.ok(error.cause.message.includes(server.origin));
      assert.equal(store.items.get("refreshToken"), SECRET);
    }
  assert.deepEqual(other.lines, []);
});

test("an answer that a custom fetch has followed a redirect for grants nothing", async () => {
  const answer = Response.json({ accessToken: "evil" });
  Object.defineProperty(answer, "redirected", { value: true });
  const store = storage({ accessToken: "old", refreshToken: SECRET });
  const api = createClient({
    baseURL: "https://api.test",
    fetch: async (url) =>
      String(url).endsWith("/refresh")
        ? answer
        : new Response("", { status: 401 }),
    session: { refresh: { url: "/refresh", retries: 0 }, storage: store },
  });
  const error = await failureOf(api.get("/me"));
  assert.equal(error.code, "ERR_REFRESH_UNAVAILABLE");
  assert.equal(store.items.get("accessToken"), "old");
});

test("what a proxy answers in place of the token endpoint keeps the session", async () => {
  const answers = [
    ...[408, 425, 429, 502, 503, 504, 520, 526, 530, 598, 599].map((status) =>
      page("{}", "application/json", status),
    ),
    page("<!doctype html><h1>Welcome to our network</h1>", "text/html"),
    page('{"accessToken":"ne', "application/json"),
    page("Service down for maintenance", "text/plain"),
  ];
  for (const answer of answers) {
    const { api, store, ends } = await expired(answer);
    const error = await failureOf(api.get("/me"));
    assert.equal(error.code, "ERR_REFRESH_UNAVAILABLE", String(answer));
    assert.equal(store.items.get("refreshToken"), SECRET);
    assert.deepEqual(ends, []);
  }
});

test("the options may name an outage of the back end's own", async () => {
  const { api, store } = await expired(
    (response) => reply(response, { code: 50099, msg: "Migrating" }, 400),
    { unavailable: { status: 400, code: 50099 } },
  );
  const error = await failureOf(api.get("/me"));
  assert.equal(error.code, "ERR_REFRESH_UNAVAILABLE");
  assert.match(error.cause.message, /session\.refresh\.unavailable.*Migrating/);
  assert.equal(store.items.get("refreshToken"), SECRET);
});

test("a refresh function that throws without an answer keeps the session", async () => {
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  const odd = [
    { status: 0 },
    { status: "FETCH_ERROR" },
    { status: 1n },
    { status: NaN },
    Symbol("odd"),
    revoked.proxy,
    null,
    undefined,
    "no",
    new Error("SDK: network unreachable"),
    Object.create(null),
    {
      get status() {
        throw new Error("no status");
      },
    },
  ];
  const survives = async (
    /** @type {unknown} */ thrown,
    /** @type {number} */ number,
  ) => {
    let calls = 0;
    const { api, store } = await expired(reply, () => {
      if (++calls < 3) throw thrown;
      return calls === 3 ? Promise.reject(thrown) : { accessToken: "new" };
    });
    const error = await failureOf(api.get("/me"));
    assert.equal(error.code, "ERR_REFRESH_UNAVAILABLE", `number ${number}`);
    assert.equal(store.items.get("refreshToken"), SECRET);
    assert.equal(api.session.state, "signed-in");
    assert.equal((await api.get("/me")).status, 200);
  };
  await Promise.all(odd.map(survives));
});

test("a refresh function that throws the status of a refusal ends the session", async () => {
  for (const thrown of [
    { status: 401 },
    { statusCode: 400 },
    { response: { status: 403, data: { message: "Locked" } } },
  ]) {
    const { api, store, ends } = await expired(reply, async () => {
      throw thrown;
    });
    const error = await failureOf(api.get("/me"));
    assert.equal(error.code, "ERR_SESSION_ENDED");
    assert.equal(error.cause, thrown);
    assert.equal(store.items.size, 0);
    const status =
      thrown.response?.status ?? thrown.status ?? thrown.statusCode;
    assert.equal(ends[0].response.status, status);
  }
});

test("until Retry-After has passed, requests reject without asking the token endpoint again", async () => {
  for (const status of [429, 503]) {
    const { api, refreshes, server } = await expired((response) =>
      reply(response, { message: "Slow down" }, status, {
        "retry-after": "60",
      }),
    );
    for (let request = 0; request < 5; request++) {
      const error = await failureOf(api.get("/me"));
      assert.equal(error.code, "ERR_REFRESH_UNAVAILABLE");
      assert.match(error.cause.message, /Slow down/);
    }
    assert.equal(refreshes(), 1);
    assert.equal(
      (await failureOf(api.session.refresh())).code,
      "ERR_REFRESH_UNAVAILABLE",
    );
    assert.equal(refreshes(), 1);
    api.session.signIn({ accessToken: "new", refreshToken: "other" });
    await api.get("/me");
    assert.ok(server.lines.at(-1)?.endsWith("Bearer new"));
  }
});
test("Retry-After on the answer that a refresh function throws is honoured", async () => {
  let calls = 0;
  const { api } = await expired(reply, () => {
    calls++;
    const headers = new Headers({ "retry-after": "60" });
    throw Object.assign(new Error("busy"), {
      response: { status: 429, headers },
    });
  });
  for (let request = 0; request < 3; request++)
    assert.equal(
      (await failureOf(api.get("/me"))).code,
      "ERR_REFRESH_UNAVAILABLE",
    );
  assert.equal(calls, 1);
});

test("the error of a failed refresh, onEnd and the log show the server's words, and no token", async () => {
  const { api, ends, lines, server } = await expired((response) =>
    reply(
      response,
      {
        error: "invalid_grant",
        error_description: `Token ${SECRET} was revoked`,
        refresh_token: SECRET,
        trace: [{ id: 7, jwt: "eyJhbGciOi.eyJzdWIi.c2ln" }],
      },
      400,
    ),
  );
  const error = await failureOf(api.get("/me"));
  const { cause } = error;
  assert.equal(error.code, "ERR_SESSION_ENDED");
  assert.equal(
    cause.message,
    `the refresh (POST ${server.origin}/refresh) was answered with 400: "Token … was revoked"`,
  );
  const expected = {
    status: 400,
    data: {
      error: "invalid_grant",
      error_description: "Token … was revoked",
      trace: [{ id: 7 }],
    },
  };
  const plain = (/** @type {unknown} */ value) =>
    JSON.parse(JSON.stringify(value));
  assert.equal(cause.status, 400);
  assert.deepEqual(plain(cause.response), expected);
  assert.deepEqual(plain(ends[0].response), expected);
  assert.ok(lines.includes(cause.message), lines.join("\n"));
  const all = JSON.stringify([error, cause, cause.response, ends, lines]);
  assert.ok(!all.includes(SECRET));
});

test("an answer that grants nothing shows its messages, and nothing that may be a token", async () => {
  const { api } = await expired((response) =>
    reply(response, { code: 7, msg: "Expired", result: { at: SECRET + "-2" } }),
  );
  const { cause } = await failureOf(api.get("/me"));
  assert.match(cause.message, /has no access token.*: "Expired"$/);
  assert.deepEqual(JSON.parse(JSON.stringify(cause.response.data)), {
    code: 7,
    msg: "Expired",
    result: {},
  });
});

test("ERR_REFRESH_LOOP shows what the server said of the fresh token", async () => {
  for (const fetching of [false, true])
    for (const [body, headers, words] of [
      ['{"message":"CSRF token missing"}', {}, "CSRF token missing"],
      [
        "",
        {
          "www-authenticate": 'Bearer error="insufficient_user_authentication"',
        },
        "insufficient_user_authentication",
      ],
    ]) {
      const server = await serve(({ url }, response) => {
        if (url === "/refresh") return reply(response, { accessToken: "new" });
        response.writeHead(401, /** @type {any} */ (headers));
        response.end(body);
      });
      const api = createClient({
        baseURL: server.origin,
        session: {
          refresh: "/refresh",
          storage: storage({ accessToken: "old", refreshToken: SECRET }),
        },
      });
      const error = await failureOf(
        fetching ? api.fetch(server.origin + "/me") : api.get("/me"),
      );
      assert.equal(error.code, "ERR_REFRESH_LOOP");
      assert.ok(
        error.message.endsWith(
          `GET ${server.origin}/me was rejected with 401: "${words}"`,
        ),
        error.message,
      );
      if (fetching) assert.equal(await error.response.text(), body);
    }
});

test("the log says at the first early refresh which rule would call a refusal an expiry", async () => {
  for (const [rule, words] of [
    [undefined, "session.expired: status 401"],
    [
      { status: 200, code: [40101, 40102] },
      'session.expired: status 200, code 40101,40102 at "code" in the body',
    ],
    [() => false, "session.expired: your function"],
  ]) {
    const { api, lines } = await expired(
      (response) => reply(response, { accessToken: "new" }),
      {},
      { expired: rule },
    );
    await api.session.refresh();
    await api.session.refresh();
    await null;
    assert.equal(
      lines.filter((line) => line.endsWith(/** @type {string} */ (words)))
        .length,
      1,
      lines.join("\n"),
    );
  }
});

test("the headers and the members of a refresh may come from functions, called at each try", async () => {
  let tries = 0;
  const { api, server } = await expired(
    (response) =>
      ++tries < 2
        ? reply(response, {}, 503)
        : reply(response, { accessToken: "new" }),
    {
      retries: 1,
      headers: () => ({ "x-tenant": "t" + tries }),
      extra: () => ({ device: "d" + tries }),
    },
  );
  await api.get("/me");
  const sent = server.received.filter(({ url }) => url === "/refresh");
  assert.deepEqual(
    sent.map(({ headers, body }) => [
      headers["x-tenant"],
      JSON.parse(body).device,
    ]),
    [
      ["t0", "d0"],
      ["t1", "d1"],
    ],
  );
});

test("a form carries the grant type that the standard requires, unless `extra` names another", async () => {
  for (const [extra, expected] of [
    [undefined, "grant_type=refresh_token"],
    [{ client_id: "app" }, "client_id=app&grant_type=refresh_token"],
    [() => ({ grant_type: "custom" }), "grant_type=custom"],
  ]) {
    const { api, server } = await expired(
      (response) => reply(response, { accessToken: "new" }),
      { send: "form", extra },
    );
    await api.session.refresh();
    assert.equal(
      server.received[0].body,
      `${expected}&refresh_token=${SECRET}`,
    );
  }
});

test("a path may say where the reply has the moment of expiry", async () => {
  const { api, lines } = await expired(
    (response) =>
      reply(response, {
        accessToken: "new",
        meta: { till: Date.now() + 3_600_000 },
      }),
    { reply: { expiresAt: "meta.till" } },
  );
  await api.session.refresh();
  await null;
  assert.ok(
    lines.some((line) => /^refreshed.*due in 35\d\d s$/.test(line)),
    lines.join("\n"),
  );
});

test("the refresh by a cookie outlives its page", async () => {
  /** @type {any[]} */
  const inits = [];
  const api = createClient({
    baseURL: "https://api.test",
    fetch: async (url, init) => {
      if (!String(url).endsWith("/refresh"))
        return new Response("", { status: 401 });
      inits.push(init);
      return new Response("", { status: 401 });
    },
    session: {
      refresh: { url: "/refresh", send: "cookie" },
      storage: storage({ accessToken: "old" }),
    },
  });
  await failureOf(api.get("/me"));
  assert.equal(inits[0].keepalive, true);
  assert.equal(inits[0].redirect, "manual");
});
