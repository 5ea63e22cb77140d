// @ts-check
// The process of one snippet: a page around it, its names, the snippet itself, what is asked of it afterwards.
// `node stage.mjs '{ "module": "…", "server": "http://…", "page": "recipes", "words": [["refreshes", ""]] }'`

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { openPage } from "./page.mjs";

const given = JSON.parse(process.argv[2]);
const { module, server, page: pageName, renders, words } = given;
/** @type {Map<string, string>} */
const asked = new Map(words);
const backEnd = asked.get("back-end") ?? "";

/** How to log in at each back end, and its options; the ordinary one has the empty name. */
const BACK_ENDS =
  /** @type {Record<string, { login: string, session: any }>} */ ({
    "": { login: "/auth/login", session: { refresh: "/auth/refresh" } },
    a: {
      login: "/auth/login",
      session: {
        refresh: "/auth/refresh",
        expired: { status: 403, code: "TOKEN_EXPIRED" },
      },
    },
    b: { login: "/login", session: { refresh: "/refresh-token" } },
    c: {
      login: "/user/login",
      session: {
        header: "X-Token",
        scheme: "",
        expired: { status: 401, code: 50014 },
        refresh: { url: "/sys/user/refreshtoken", send: "header" },
      },
    },
    d: {
      login: "/user/login",
      session: {
        refresh: { url: "/user/refresh", send: "query", name: "refresh_token" },
      },
    },
    e: {
      login: "/token",
      session: {
        refresh: {
          url: "/token",
          send: "form",
          extra: { client_id: "everfetch-demo" },
        },
      },
    },
    f: {
      login: "/auth/login",
      session: {
        storage: "memory",
        refresh: {
          url: "/auth/refresh",
          send: "cookie",
          headers: { "X-CSRF": "1" },
        },
      },
    },
    g: {
      login: "/user/login",
      session: {
        expired: { status: 200, code: 50014 },
        refresh: {
          url: "/user/refresh",
          refused: { status: 200, code: 50008 },
        },
      },
    },
  });

const routes = {};
const page = openPage({ server, backEnd, routes });
/** Only where it is needed, since that takes half a second. */
const dom =
  renders || asked.has("dom")
    ? (await import("./dom.mjs")).openDom(new URL(server))
    : undefined;
// These look around for a page.
const companion = new URL(`pages/${pageName}.mjs`, import.meta.url);
const more = existsSync(companion) ? await import(companion.href) : {};
const { createClient } = await import("everfetch");
if (dom && more.path) history.replaceState(null, "", more.path);
const { fetch } = page.platform;
const own = BACK_ENDS[backEnd];

/** @param {string} path @param {unknown} [body] */
const control = async (path, body) => {
  const response = await fetch(`${server}/control/${path}`, {
    method: body === undefined ? "GET" : "POST",
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  assert.ok(response.ok, `/control/${path} answered ${response.status}`);
  const text = await response.text();
  return text ? JSON.parse(text) : undefined;
};

const user = await control("users", {});

/** What a companion gets. */
export const stage = {
  server,
  backEnd,
  user,
  page,
  /** What the page shows, where it shows anything: else there is none. */
  dom: /** @type {NonNullable<typeof dom>} */ (dom),
  control,
  /** Past the page: the platform's own. */
  fetch,
  /** The answer of a new log-in. */
  login: async () => {
    const form = backEnd === "e";
    const body = { username: user.username, password: user.password };
    const response = await globalThis.fetch("/api" + own.login, {
      method: "POST",
      headers: form ? {} : { "Content-Type": "application/json" },
      body: form
        ? new URLSearchParams({
            ...body,
            grant_type: "password",
            client_id: "everfetch-demo",
          })
        : JSON.stringify(body),
    });
    return response.json();
  },
  /** Every access token of the user is expired from now on. */
  expire: () => control(`${user.username}/expire`, {}),
  /** The server's counts: `refreshes`, `refreshed`, `calls`, `refused`, … */
  counts: () => control(user.username),
  reset: () => control(`${user.username}/reset`, {}),
  /**
   * The server's refusal of a request whose token is no good; undefined where it is. For endpoints that a
   * companion stands in for.
   * @param {Request} request
   */
  refusal: async (request) => {
    const response = await fetch(page.url("/me"), {
      headers: { authorization: request.headers.get("authorization") ?? "" },
    });
    return response.ok ? undefined : response;
  },
};
Object.assign(routes, (await more.routes?.(stage)) ?? more.routes);

const tokens = await stage.login();
/** @type {import("everfetch").Client | undefined} */
let api;
Object.defineProperty(globalThis, "api", {
  configurable: true,
  get: () => {
    if (!api) {
      api = createClient({
        baseURL: "/api",
        session: { ...own.session, ...more.session },
      });
      api.session.signIn(tokens);
    }
    return api;
  },
});
Object.assign(globalThis, {
  username: user.username,
  password: user.password,
  router: {
    push: async (/** @type {unknown} */ to) => page.visited.push(String(to)),
  },
  ...(await more.globals?.(stage)),
});

const expected = asked.get("throws");
/** @type {any} */
let program = {};
try {
  program = await import(module);
  await page.settled();
} catch (error) {
  if (!expected) throw error;
  assert.equal(/** @type {any} */ (error).code, expected, String(error));
}
if (expected && "$client" in program)
  throw new Error(`it does not reject, with ${expected} or anything`);

const client = program.$client ?? globalThis.api;

/**
 * What the module exports: a component of Vue's by default, those of React's by names with a capital letter.
 * One with neither puts something on the page by itself.
 */
const mounted = async () => {
  if (program.default?.setup) {
    const { mount } = await import("./mount-vue.mjs");
    return mount(program.default, client, (await more.plugins?.()) ?? []);
  }
  const names = Object.keys(program).filter((name) => /^[A-Z]/.test(name));
  if (!names.length) return () => {};
  const { mount } = await import("./mount-react.mjs");
  return mount(
    names.map((name) => program[name]),
    client,
  );
};

let unmount = () => {};
if (renders) {
  unmount = await mounted();
  await stage.dom.renders();
  await page.settled();
}

/** What the words ask for afterwards. @type {Record<string, () => Promise<void>>} */
const checks = {
  refreshes: async () => {
    if (client.session.state !== "signed-in")
      client.session.signIn(await stage.login());
    await stage.reset();
    await stage.expire();
    const calls = [1, 2, 3].map(() => client.get("/me"));
    // A request that fails rejects; an interceptor may have unwrapped a response.
    for (const answer of await Promise.all(calls)) assert.ok(answer);
    const { refreshes } = await stage.counts();
    assert.equal(refreshes, 1, `${refreshes} refreshes`);
  },
  check: () => {
    const name = asked.get("check") ?? "";
    assert.ok(more.checks?.[name], `pages/${pageName}.mjs has no ${name}`);
    return more.checks[name](stage, program);
  },
};
for (const name of asked.keys()) await checks[name]?.();
unmount();
await page.settled();

assert.deepEqual(dom?.complaints ?? [], [], "the page has complained");

assert.deepEqual(page.unserved, [], "the demo server has none of these paths");
// Timers may still be running; an unhandled error or rejection has ended the process before this line.
process.exit(0);
