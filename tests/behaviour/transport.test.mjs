// @ts-check
// `transport: "cookie"`: both tokens are HttpOnly cookies, so that JavaScript has no token at all.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { createClient } from "everfetch";
import { createClient as createAxios } from "everfetch/axios";
import { browser } from "./browser.mjs";
import { Locks, failureOf, reply, serve } from "./support.mjs";

// A channel keeps no process alive, and here nothing else would.
const alive = setInterval(() => {}, 1000);
after(() => clearInterval(alive));

/**
 * A back end that has its tokens in cookies, as Flask-JWT-Extended does: a mark of a double submit comes with each
 * access token, and every request that changes something must bring it back, the refresh included.
 */
const backEnd = async () => {
  const state = {
    number: 0,
    signedIn: false,
    refreshes: 0,
    /** What the answer to a refresh has in it. @type {string} */
    body: "",
    /** @type {Promise<void> | undefined} what a refresh waits for */
    held: undefined,
    /** @type {string[]} */
    uploads: [],
    expire: () => void state.number++,
    end: () => void (state.signedIn = false),
  };
  const grant = () => {
    const number = ++state.number;
    return [
      `access=a${number}; Path=/; HttpOnly`,
      `refresh=r${number}; Path=/refresh; HttpOnly`,
      `csrf=m${number}; Path=/`,
    ];
  };
  const server = await serve(async ({ url, headers, method, body }, answer) => {
    const cookies = new Map(
      (headers.cookie ?? "")
        .split("; ")
        .map((pair) => /** @type {[string, string]} */ (pair.split("="))),
    );
    const marked =
      method === "GET" || headers["x-csrf"] === cookies.get("csrf");
    if (url === "/login") {
      state.signedIn = true;
      return reply(answer, { user: "alice" }, 200, {
        "set-cookie": /** @type {any} */ (grant()),
      });
    }
    if (url === "/refresh") {
      state.refreshes++;
      await state.held;
      if (!state.signedIn || !marked || !cookies.has("refresh"))
        return reply(answer, { msg: "log in again" }, 401);
      answer.writeHead(204, { "set-cookie": grant() });
      return answer.end(state.body);
    }
    if (url === "/open") return reply(answer, {});
    const fresh =
      state.signedIn && cookies.get("access") === `a${state.number}`;
    if (!fresh || !marked) return reply(answer, { fresh, marked }, 401);
    if (method === "POST") state.uploads.push(body);
    reply(answer, {});
  });
  return { ...server, state };
};

const mark = () => /csrf=([^;]*)/.exec(document.cookie)?.[1] ?? "";

/**
 * @param {import("node:test").TestContext} t
 * @param {any} [session]
 */
const setUp = async (t, session) => {
  const { origin, received, state } = await backEnd();
  const { fetch, jar, stored, tab } = browser(t, origin, {
    navigator: { locks: new Locks() },
  });
  const open = (/** @type {any} */ create = createClient) =>
    tab(() => {
      /** @type {string[]} */
      const ends = [];
      const api = create({
        baseURL: origin,
        fetch,
        ...(create === createClient
          ? { xsrf: { cookie: "csrf", header: "X-CSRF" } }
          : { xsrfCookieName: "csrf", xsrfHeaderName: "X-CSRF" }),
        session: {
          transport: "cookie",
          refresh: { url: "/refresh", headers: () => ({ "X-CSRF": mark() }) },
          public: ["/login"],
          loginURL: false,
          onEnd: (/** @type {any} */ { reason }) => void ends.push(reason),
          ...session,
        },
      });
      return { api, ends };
    });
  const logIn = async (/** @type {any} */ { api }) => {
    await api.post("/login");
    api.session.signIn();
  };
  return { fetch, jar, logIn, open, origin, received, state, stored };
};

/** @param {any} api @param {string} type */
const eventOf = (api, type) =>
  new Promise((resolve) =>
    api.session.subscribe(
      (/** @type {any} */ event) => event.type === type && resolve(undefined),
    ),
  );

test("nothing is attached, and nothing is stored that holds a secret", async (t) => {
  const { jar, logIn, open, received, state, stored } = await setUp(t);
  const tab = open();
  await logIn(tab);
  assert.equal(tab.api.session.state, "signed-in");
  await tab.api.get("/me");
  state.expire();
  await tab.api.fetch("/me");
  for (const { headers } of received)
    assert.equal(headers.authorization, undefined);
  const secrets = [...jar.values()].filter(({ hidden }) => hidden);
  assert.equal(secrets.length, 2);
  const kept = JSON.stringify([...stored]);
  for (const { value } of secrets) assert.doesNotMatch(kept, RegExp(value));
  assert.equal(await tab.api.session.accessToken(), null);
  assert.equal(tab.api.session.user, null);
});

for (const body of ["", "<html>", '{"ok":true}'])
  test(`twenty requests that are refused at once make one refresh, which any 2xx answers: ${body || "an empty one"}`, async (t) => {
    const { logIn, open, received, state } = await setUp(t);
    state.body = body;
    const tab = open();
    await logIn(tab);
    state.expire();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => tab.api.get("/me")),
    );
    assert.ok(answers.every(({ status }) => status === 200));
    assert.equal(state.refreshes, 1);
    const sent = received.filter(({ url }) => url === "/me");
    assert.equal(sent.length, 40);
  });

test("two tabs whose requests are refused at once make one refresh", async (t) => {
  const { logIn, open, state } = await setUp(t);
  const [one, other] = [open(), open()];
  await logIn(one);
  state.expire();
  await Promise.all([one, other, one, other].map(({ api }) => api.get("/me")));
  assert.equal(state.refreshes, 1);
  state.expire();
  await one.api.get("/me");
  // Refused with the cookie that the other tab has exchanged meanwhile: sent again, without a refresh.
  await other.api.get("/me");
  assert.equal(state.refreshes, 2);
});

for (const [name, create] of /** @type {[string, any][]} */ ([
  ["everfetch", createClient],
  ["everfetch/axios", createAxios],
]))
  test(`an upload at expiry carries the mark that came with the new cookie: ${name}`, async (t) => {
    const { logIn, open, received, state } = await setUp(t);
    const tab = open(create);
    await logIn(tab);
    const old = mark();
    state.expire();
    await tab.api.post("/files", new Blob(["a file"]));
    assert.deepEqual(state.uploads, ["a file"]);
    const marks = received
      .filter(({ url }) => url === "/files")
      .map(({ headers }) => headers["x-csrf"]);
    assert.deepEqual(marks, [old, mark()]);
    assert.notEqual(old, mark());
  });

test("an upload that waited for a refresh carries the new mark, and so does the next refresh", async (t) => {
  const { logIn, open, state } = await setUp(t);
  const tab = open();
  await logIn(tab);
  state.expire();
  let release = () => {};
  state.held = new Promise((resolve) => (release = () => resolve()));
  const started = eventOf(tab.api, "refresh-started");
  const first = tab.api.get("/me");
  await started;
  const upload = tab.api.post("/files", "late");
  release();
  await Promise.all([first, upload]);
  assert.deepEqual(state.uploads, ["late"]);
  state.expire();
  await tab.api.post("/files", "again");
  assert.equal(state.refreshes, 2);
});

test("a sign-out during a refresh leaves no notice that the next session would wait for", async (t) => {
  const { logIn, open, state } = await setUp(t);
  const tab = open();
  await logIn(tab);
  state.expire();
  let release = () => {};
  state.held = new Promise((resolve) => (release = () => resolve()));
  const started = eventOf(tab.api, "refresh-started");
  const lost = failureOf(tab.api.get("/me"));
  await started;
  tab.api.session.signOut();
  assert.equal((await lost).code, "ERR_SESSION_ENDED");
  release();
  await logIn(tab);
  state.expire();
  assert.equal((await tab.api.get("/me")).status, 200);
});

test("after a reload, requests go out at once, and one that is refused is refreshed", async (t) => {
  const { logIn, open, received, state } = await setUp(t);
  await logIn(open());
  const reloaded = open();
  assert.equal(reloaded.api.session.state, "signed-in");
  await reloaded.api.get("/me");
  assert.equal(state.refreshes, 0);
  state.expire();
  const again = open();
  await Promise.all([again.api.get("/me"), again.api.get("/me")]);
  assert.equal(state.refreshes, 1);
  assert.ok(received.length > 0);
});

test("a lifetime in the answer of the refresh refreshes ahead of the expiry, also after a reload", async (t) => {
  const { logIn, open, received, state } = await setUp(t);
  const server = open();
  await logIn(server);
  server.api.session.signIn({ expires_in: 0.001 });
  await new Promise((resolve) => setTimeout(resolve, 5));
  const before = received.length;
  await open().api.get("/me");
  const urls = received.slice(before).map(({ url }) => url);
  assert.deepEqual(urls, ["/refresh", "/me"]);
  assert.equal(state.refreshes, 1);
});

test("a visitor's refusal starts no refresh, and is the caller's", async (t) => {
  const { open, state } = await setUp(t);
  const { api, ends } = open();
  assert.equal(api.session.state, "signed-out");
  assert.equal((await failureOf(api.get("/me"))).status, 401);
  assert.equal(state.refreshes, 0);
  assert.deepEqual(ends, []);
});

test("a sign-out ends the session in every tab and leaves no marker", async (t) => {
  const { logIn, open, stored } = await setUp(t);
  const [one, other] = [open(), open()];
  await logIn(one);
  assert.equal(other.api.session.state, "signed-in");
  const over = eventOf(other.api, "signed-out");
  one.api.session.signOut();
  await over;
  assert.deepEqual(other.ends, ["signed-out-elsewhere"]);
  assert.deepEqual([...stored], []);
  assert.equal(open().api.session.state, "signed-out");
});

test("a refused refresh ends the session in every tab, once", async (t) => {
  const { logIn, open, state, stored } = await setUp(t);
  const [one, other] = [open(), open()];
  await logIn(one);
  assert.equal(other.api.session.state, "signed-in");
  state.end();
  const over = eventOf(other.api, "ended");
  const failed = await Promise.all(
    [1, 2, 3].map(() => failureOf(one.api.get("/me"))),
  );
  for (const error of failed) {
    assert.equal(error.code, "ERR_SESSION_ENDED");
    assert.equal(error.response.status, 401);
    assert.equal(error.cause.response.data.msg, "log in again");
  }
  await over;
  assert.deepEqual([one.ends, other.ends], [["refused"], ["refused"]]);
  assert.equal(state.refreshes, 1);
  assert.doesNotMatch(JSON.stringify([...stored]), /marker/);
  await logIn(one);
  assert.equal((await other.api.get("/me")).status, 200);
});

test("a refresh by a function succeeds with whatever it returns, and gets no token", async (t) => {
  /** @type {any} */
  let context;
  const { logIn, open, state } = await setUp(t, {
    refresh: async (/** @type {any} */ given) => {
      context = given;
      const headers = { "X-CSRF": mark() };
      const { fetch } = given;
      const url = new URL("/refresh", location.href);
      const answer = await fetch(url, { method: "POST", headers });
      if (!answer.ok) throw answer;
    },
  });
  const tab = open();
  await logIn(tab);
  state.expire();
  await Promise.all([tab.api.get("/me"), tab.api.get("/me")]);
  assert.equal(state.refreshes, 1);
  assert.deepEqual([context.refreshToken, context.accessToken], [null, null]);
  state.end();
  assert.equal((await failureOf(tab.api.get("/me"))).code, "ERR_SESSION_ENDED");
});

test("a session cookie without a refresh: a refusal is the end, in every tab, once, and the next log-in begins anew", async (t) => {
  const { logIn, open, state, stored } = await setUp(t, { refresh: false });
  const [one, other] = [open(), open()];
  assert.equal((await failureOf(one.api.get("/me"))).status, 401);
  await logIn(one);
  assert.equal((await other.api.get("/me")).status, 200);
  state.end();
  const over = eventOf(other.api, "ended");
  const failed = await Promise.all(
    [1, 2, 3].map(() => failureOf(one.api.get("/me"))),
  );
  for (const { code } of failed) assert.equal(code, "ERR_SESSION_ENDED");
  await over;
  assert.deepEqual([one.ends.length, other.ends.length], [1, 1]);
  assert.doesNotMatch(JSON.stringify([...stored]), /marker/);
  assert.equal((await failureOf(other.api.get("/me"))).status, 401);
  await logIn(other);
  assert.equal((await one.api.get("/me")).status, 200);
  assert.equal(open().api.session.state, "signed-in");
  assert.equal(state.refreshes, 0);
});

test("requests to the session's other origins include credentials, unless the caller says otherwise", async (t) => {
  /** @type {[string, string | undefined][]} */
  const sent = [];
  const { fetch, jar } = browser(t, "http://app.test");
  assert.ok(fetch && jar);
  const api = createClient({
    baseURL: "http://api.test",
    fetch: async (/** @type {any} */ input, /** @type {any} */ init) => {
      const { credentials } = init ?? input;
      sent.push([String(input.url ?? input), credentials]);
      return new Response("{}");
    },
    session: { transport: "cookie", refresh: "/refresh" },
  });
  await api.get("/one");
  await api.get("http://app.test/two");
  await api.get("http://elsewhere.test/three");
  await api.get("/four", { withCredentials: false });
  await api.fetch("http://api.test/five");
  await api.fetch("http://api.test/six", { credentials: "omit" });
  await api.fetch("http://app.test/seven");
  await api.session.refresh();
  assert.deepEqual(sent, [
    ["http://api.test/one", "include"],
    ["http://app.test/two", undefined],
    ["http://elsewhere.test/three", undefined],
    ["http://api.test/four", "same-origin"],
    ["http://api.test/five", "include"],
    ["http://api.test/six", "omit"],
    ["http://app.test/seven", "same-origin"],
    ["http://api.test/refresh", "include"],
  ]);
});

test("`userOf` says whose session it is, by what the application knows", async (t) => {
  const { logIn, open, stored } = await setUp(t, {
    userOf: () => localStorage.getItem("me"),
  });
  const tab = open();
  stored.set("me", "alice");
  await logIn(tab);
  assert.equal(tab.api.session.user, "alice");
});

test("options that contradict the transport are ERR_BAD_OPTION", (t) => {
  browser(t, "http://app.test");
  const open = (/** @type {any} */ session) =>
    createClient({ session: { refresh: "/refresh", ...session } });
  for (const [session, word] of /** @type {[any, RegExp][]} */ ([
    [{ transport: "header" }, /transport.*another client/],
    [{ transport: "cookie", storage: "memory" }, /storage.*transport/],
    [
      { transport: "cookie", refresh: { url: "/r", send: "json" } },
      /send.*transport/,
    ],
    [{ transport: "cookies" }, /"header" or "cookie"/],
  ])) {
    const first = open({ transport: "cookie" });
    assert.throws(
      () => open(session),
      (/** @type {any} */ error) =>
        error.code === "ERR_BAD_OPTION" && word.test(error.message),
    );
    assert.equal(first.session.state, "signed-out");
  }
});
