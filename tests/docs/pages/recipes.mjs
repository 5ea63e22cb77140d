// @ts-check
// What the snippets of recipes.md find, and what is asked of them. Each begins with a token that has expired.

import assert from "node:assert/strict";
import { createClient } from "everfetch";
import { until } from "../until.mjs";
import * as chat from "./recipes/chat.mjs";
import { carrier } from "./recipes/carrier.mjs";
import { provider } from "./recipes/provider.mjs";
import { connections } from "./recipes/socket.mjs";
import * as tus from "./recipes/tus.mjs";

/** @typedef {typeof import("../stage.mjs").stage} Stage */

/** What the snippet has written to the console. @type {unknown[][]} */
const logged = [];

/** What arrived at the endpoints below. @type {{ url: URL, headers: Headers, body: string }[]} */
const arrived = [];

/** How often the dialog was opened and closed. */
const shown = { opened: 0, closed: 0 };

/** The request that Nuxt renders a page for, and its answer. */
const nuxt = {
  incoming: new Headers(),
  outgoing: new Headers(),
  spent: (/** @type {Headers} */ _) => true,
};

/** The listeners of a service worker. @type {Record<string, (event: any) => void>} */
const listeners = {};

/** @param {Stage} stage */
export const globals = async (stage) => {
  if (stage.backEnd === "") await stage.expire();
  console.log = (...words) => logged.push(words);
  return {
    dialog: {
      showModal: () => (shown.opened += 1),
      close: () => (shown.closed += 1),
    },
    addEventListener: () => {},
    XMLHttpRequest: carrier,
    WebSocket: connections.WebSocket,
    self: {
      addEventListener: (/** @type {string} */ type, /** @type {any} */ it) =>
        (listeners[type] = it),
    },
    caches: { match: async () => new Response("kept") },
    defineNuxtPlugin: (/** @type {unknown} */ plugin) => plugin,
    useRequestEvent: () => ({ headers: nuxt.incoming }),
    appendResponseHeader: (
      /** @type {unknown} */ _event,
      /** @type {string} */ name,
      /** @type {string} */ value,
    ) => nuxt.outgoing.append(name, value),
  };
};

/** As main.js has it. */
export const plugins = async () => {
  const { VueQueryPlugin } = await import("@tanstack/vue-query");
  return [VueQueryPlugin];
};

/**
 * Endpoints of the reader's own back end: they refuse what the demo server refuses.
 * @param {Stage} stage
 */
export const routes = (stage) => {
  /** @param {(request: Request, body: string) => Response | Promise<Response>} answer */
  const guarded = (answer) => async (/** @type {Request} */ request) => {
    const body = await request.clone().text();
    const { headers } = request;
    arrived.push({ url: new URL(request.url), headers, body });
    return (await stage.refusal(request)) ?? answer(request, body);
  };
  const me = { name: stage.user.username };
  const graphql = guarded(() =>
    Response.json({ data: { me: { __typename: "User", ...me } } }),
  );
  return {
    "GET /graphql": graphql,
    "POST /graphql": graphql,
    // As servers do that answer 200 always.
    "POST /api/graphql": async (/** @type {Request} */ request) =>
      Response.json(
        (await stage.refusal(request))
          ? { errors: [{ extensions: { code: "UNAUTHENTICATED" } }] }
          : { data: { me } },
      ),
    "GET /trpc/me": guarded(() => Response.json([{ result: { data: me } }])),
    // A batch of an open procedure and a protected one.
    "GET /trpc/ping,me": async (/** @type {Request} */ request) =>
      (await stage.refusal(request))
        ? Response.json([{}, { error: { data: { httpStatus: 401 } } }], {
            status: 207,
          })
        : Response.json([{}, { result: { data: me } }]),
    "POST /api/live/ticket": guarded(() =>
      Response.json({ ticket: `ticket ${arrived.length}` }),
    ),
    "GET /events": guarded(
      () =>
        new Response("retry: 1\nid: 1\ndata: one\n\n", {
          headers: { "Content-Type": "text/event-stream" },
        }),
    ),
    "GET /endless": () =>
      new Response(new ReadableStream(), {
        headers: { "Content-Type": "text/event-stream" },
      }),
    "POST /api/files": guarded(() => Response.json({ id: 1 })),
    "GET /api/files/1": guarded(() => new Response("…".repeat(1000))),
    "POST /api/seen": guarded(() => Response.json({})),
    "POST /api/chat": guarded(chat.answer),
    ...tus.routes(guarded, stage),
    ...provider(stage, arrived),
  };
};

/**
 * The snippet's requests were answered, after one refresh.
 * @param {Stage} stage
 */
const answered = async ({ counts }) => {
  const { calls, refused, refreshes } = await counts();
  assert.equal(refreshes, 1, `${refreshes} refreshes`);
  assert.ok(refused > 0, "the token had not expired");
  assert.ok(calls > refused, "no request was answered");
};

/** @param {Stage} stage @param {any} api */
const signedIn = async (stage, api) => {
  api.session.signIn(await stage.login());
  await stage.expire();
};

/** The refresh is refused, once. @param {Stage} stage */
const refuse = (stage) =>
  stage.control(`${stage.user.username}/refresh`, { action: "refuse" });

/**
 * A request reports the end of the session by its code.
 * @param {Stage} stage
 * @param {() => Promise<unknown>} request
 */
const ends = async (stage, request) => {
  await stage.expire();
  await refuse(stage);
  await assert.rejects(request(), { code: "ERR_SESSION_ENDED" });
};

/**
 * Makes a server of this process: the browser's cookie is not its own, but what a request brings.
 * @param {Stage} stage
 */
const atServer = ({ page: { cookies } }) => {
  const [[name, value]] = [...cookies];
  cookies.clear();
  return {
    incoming: new Headers({ cookie: `${name}=${value}` }),
    /** Is the browser left with the cookie that was spent? @param {Headers} outgoing */
    spent: (outgoing) => {
      const [cookie] = outgoing.getSetCookie();
      assert.match(cookie, new RegExp(`^${name}=\\w+; HttpOnly`));
      return cookie.includes(value);
    },
  };
};

/** By the word `check=…`. @type {Record<string, (stage: Stage, program: any) => Promise<void>>} */
export const checks = {
  openapi: answered,
  apollo: answered,
  urql: answered,
  graphqlRequest: answered,
  trpc: answered,

  ky: async (stage, { http }) => {
    await answered(stage);
    await ends(stage, () => http.get("/api/me"));
  },

  axios: async (stage, { http }) => {
    await answered(stage);
    await ends(stage, () => http.get("/me"));
  },

  query: async (stage, { queryClient }) => {
    const { api } = /** @type {any} */ (globalThis);
    const ask = (/** @type {number} */ number) =>
      queryClient.fetchQuery({
        queryKey: [number],
        queryFn: async () => (await api.get(`/items/${number}`)).data.id,
      });
    assert.deepEqual(await Promise.all([ask(1), ask(2)]), [1, 2]);
    await answered(stage);

    await stage.expire();
    await refuse(stage);
    let tries = 0;
    const failing = queryClient.fetchQuery({
      queryKey: ["fails"],
      queryFn: () => ((tries += 1), api.get("/me")),
    });
    await assert.rejects(failing, { code: "ERR_SESSION_ENDED" });
    assert.equal(tries, 1);

    assert.equal(queryClient.getQueryData([1]), 1);
    api.session.signIn(await stage.login());
    assert.equal(queryClient.getQueryData([1]), 1, "the same user is back");
    api.session.signIn({ accessToken: "another's", refreshToken: "r" });
    assert.equal(queryClient.getQueryData([1]), undefined);
  },

  me: async (stage) => {
    await stage.dom.shows(stage.user.username);
    await answered(stage);
  },

  pinia: async (stage, { useAuth }) => {
    const { createPinia, setActivePinia } = await import("pinia");
    setActivePinia(createPinia());
    const auth = useAuth();
    const { username, password } = stage.user;
    await auth.logIn({ username, password });
    assert.equal(auth.profile.user, username);
    assert.equal(auth.state, "signed-in");
    auth.logOut();
    assert.deepEqual([auth.state, auth.profile], ["signed-out", null]);
  },

  zustand: async (stage, { useAuth }) => {
    const { username, password } = stage.user;
    await useAuth.getState().logIn({ username, password });
    assert.equal(useAuth.getState().profile.user, username);
    assert.equal(useAuth.getState().state, "signed-in");
    useAuth.getState().logOut();
    const { state, profile } = useAuth.getState();
    assert.deepEqual([state, profile], ["signed-out", null]);
  },

  graphqlCode: async (stage, { $client: api }) => {
    await signedIn(stage, api);
    const { data } = await api.post("/graphql", { query: "{ me { name } }" });
    assert.equal(data.data.me.name, stage.user.username);
    await answered(stage);
  },

  batch: async (stage, { $client: api }) => {
    await signedIn(stage, api);
    const answer = await api.fetch("/trpc/ping,me");
    assert.equal(
      (await answer.json())[1].result.data.name,
      stage.user.username,
    );
    await answered(stage);
  },

  socket: async (stage, { connect }) => {
    const messages = [];
    const close = connect((/** @type {any} */ { data }) => messages.push(data));
    const { made } = connections;
    await until(() => made.length === 1, "a connection");
    await answered(stage);
    made[0].arrive("hello");
    assert.deepEqual(messages, ["hello"]);
    made[0].drop();
    await until(() => made.length === 2, "another connection");
    assert.notEqual(made[0].url, made[1].url);
    assert.match(made[1].url, /^wss:\/\/.*\/live\?ticket=ticket%20\d+$/);
    close();
    assert.equal(made[1].closed, true);
    made[1].drop();
    await stage.page.settled();
    assert.equal(made.length, 2);
  },

  events: async (stage) => {
    await until(() => logged.length > 2, "three events");
    assert.deepEqual(logged.slice(0, 3), [["one"], ["one"], ["one"]]);
    assert.equal(arrived.at(-1)?.headers.get("last-event-id"), "1");
    const { refreshes } = await stage.counts();
    assert.equal(refreshes, 1);

    const expired = { status: 200, code: 50014 };
    const api = createClient({ session: { refresh: "/r", expired } });
    assert.equal((await api.fetch("/endless")).status, 200);
  },

  stream: async (stage, { ask }) => {
    const pieces = [];
    for await (const piece of ask("Hi")) pieces.push(piece);
    assert.deepEqual(pieces, chat.PIECES);
    await answered(stage);
    assert.deepEqual(
      arrived.map(({ body }) => body),
      Array(2).fill(JSON.stringify({ prompt: "Hi" })),
    );

    for await (const _ of ask("Hi")) break;
    await until(() => chat.cancelled(), "the answer is cancelled");
  },

  tus: async (stage, { upload }) => {
    const file = Buffer.alloc(12 * 2 ** 20, "everfetch");
    /** @type {number[]} */
    const progress = [];
    const url = await upload(file, (/** @type {number} */ part) =>
      progress.push(part),
    );
    assert.match(url, /\/api\/uploads\/1$/);
    assert.ok(tus.received().equals(file), "the file is whole");
    assert.equal(progress.at(-1), 1);
    const { refreshes } = await stage.counts();
    assert.equal(refreshes, 2, "one at the start, one during the upload");

    await stage.expire();
    await refuse(stage);
    await assert.rejects(
      upload(file, () => {}),
      ({ causingError }) => {
        assert.equal(causingError.code, "ERR_SESSION_ENDED");
        return true;
      },
    );
  },

  files: async (stage, { $client: api, upload, download }) => {
    await signedIn(stage, api);
    await upload(new File(["…"], "notes.txt"));
    assert.match(await download(1), /^blob:/);
    await answered(stage);
    await until(
      () => logged.some(([way]) => way === "down"),
      "progress of the download",
    );
    assert.ok(logged.some(([way, part]) => way === "up" && part === 1));
    assert.match(arrived.at(-1)?.url.pathname ?? "", /files\/1$/);
  },

  bar: async (stage, { $client: api, upload }) => {
    await signedIn(stage, api);
    await upload(new FormData(), (/** @type {number} */ part) =>
      logged.push([part]),
    );
    await answered(stage);
    assert.deepEqual(logged.at(-1), [1]);
    const types = arrived.map(({ headers }) => headers.get("content-type"));
    assert.match(String(types.at(-1)), /^multipart\/form-data; boundary=/);
  },

  edit: async (stage, { $client: api, logIn }) => {
    await signedIn(stage, api);
    await refuse(stage);
    const saved = api.put("/items/3", { text: "of an hour" });
    await until(() => shown.opened, "the dialog");
    assert.equal(api.session.waiting, 1);
    const { username, password } = stage.user;
    await logIn({ username, password });
    assert.equal((await saved).status, 200);
    assert.equal(shown.opened, 1);
    assert.equal(shown.closed, 2, "it is closed at every sign-in");
  },

  logout: async (stage, { api, logOut }) => {
    api.session.signIn(await stage.login());
    await logOut();
    assert.equal(api.session.state, "signed-out");
    assert.deepEqual(logged, [["signed out"]]);
    assert.deepEqual(stage.page.visited, ["/login"]);
  },

  origins: async (stage, { files }) => {
    await stage.expire();
    await stage.reset();
    assert.equal((await files.get("/me")).status, 200);
    assert.equal(files.getUri({ url: "/me" }), "https://files.example.com/me");
  },

  apart: async (stage, { shop, bank }) => {
    shop.session.signIn(await stage.login());
    assert.equal((await shop.get("/me")).status, 200);
    assert.equal(bank.session.state, "signed-out");
    bank.session.signIn(await stage.login());
    shop.session.signOut();
    assert.equal(bank.session.state, "signed-in");
    assert.equal((await bank.get("/me")).status, 200);
  },

  oidc: async (stage, { $client: api, logIn, logInDone }) => {
    const { location, localStorage, sessionStorage } = globalThis;
    const window = { location, localStorage, sessionStorage };
    const addEventListener = () => {};
    const self = { ...window, stop: () => {} };
    Object.assign(globalThis, {
      window: { ...window, self, addEventListener },
    });
    logIn();
    const { visited } = stage.page;
    await until(() => visited.length, "the provider's page");
    // It has asked the user, and sends them back.
    const { searchParams } = new URL(visited[0]);
    assert.equal(searchParams.get("code_challenge_method"), "S256");
    const state = encodeURIComponent(searchParams.get("state") ?? "");
    location.href = `${location.origin}/callback?code=1&state=${state}`;
    assert.equal(await logInDone(), "/");
    assert.equal(sessionStorage.length, 0, "another copy of the tokens");

    await stage.expire();
    assert.equal((await api.get("/me")).status, 200);
    const [, refresh] = arrived.filter(({ url }) => url.pathname === "/token");
    assert.deepEqual(Object.fromEntries(new URLSearchParams(refresh.body)), {
      client_id: "my-app",
      grant_type: "refresh_token",
      refresh_token: "first",
    });
  },

  ssr: async (stage, { clientFor }) => {
    const { incoming, spent } = atServer(stage);
    const outgoing = new Headers();
    const api = clientFor(incoming, outgoing);
    assert.equal((await api.get("/me")).data.user, stage.user.username);
    assert.ok(!spent(outgoing));
  },

  route: async (stage, { GET }) => {
    const { incoming, spent } = atServer(stage);
    const request = new Request("/api/me", { headers: incoming });
    const answer = await GET(request);
    assert.equal((await answer.json()).user, stage.user.username);
    assert.ok(!spent(answer.headers));
  },

  nuxt: async (stage, { default: plugin }) => {
    Object.assign(nuxt, atServer(stage));
    const { provide } = plugin();
    assert.equal((await provide.api.get("/me")).data.user, stage.user.username);
    assert.ok(!nuxt.spent(nuxt.outgoing));
  },

  xsrf: async (stage, { $client: api }) => {
    const page = { cookie: "a=b; csrftoken=mark", baseURI: location.href };
    Object.assign(globalThis, { document: page });
    await api.post("/seen").catch(() => {});
    assert.equal(arrived[0].headers.get("x-csrftoken"), "mark");
  },

  doubleSubmit: async (stage, { $client: api }) => {
    const cookie = "csrf_access_token=a; csrf_refresh_token=mark";
    Object.assign(globalThis, { document: { cookie, baseURI: location.href } });
    const { refreshToken } = await stage.login();
    const { fetch } = globalThis;
    let sent;
    // The demo server reads it from the body.
    globalThis.fetch = async (input, init) => {
      if (!String(input).endsWith("/auth/refresh")) return fetch(input, init);
      sent = new Headers(init?.headers).get("x-csrf-token");
      const headers = { "content-type": "application/json" };
      const body = JSON.stringify({ refreshToken });
      return fetch(input, { ...init, headers, body });
    };
    await api.session.refresh();
    assert.equal(sent, "mark");
    assert.equal(api.session.state, "signed-in");
  },

  worker: async () => {
    const ask = (/** @type {string} */ path) => {
      let answer;
      const request = new Request(path);
      const respondWith = (/** @type {any} */ given) => (answer = given);
      listeners.fetch({ request, respondWith });
      return answer;
    };
    assert.equal(ask("/api/me"), undefined);
    assert.equal(await (await ask("/logo.svg")).text(), "kept");
  },
};
