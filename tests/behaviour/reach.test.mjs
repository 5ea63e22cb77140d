// @ts-check
// Where the tokens go: which origins, whatever moves a URL, and nowhere by a redirect.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";
import { createClient } from "everfetch";
import { createClient as axiosClient } from "everfetch/axios";
import { failureOf, reply, serve, storage } from "./support.mjs";

const tokens = () => storage({ accessToken: "old", refreshToken: "r1" });

/**
 * A page around Node for the time of a test.
 * @param {import("node:test").TestContext} t
 * @param {string} href
 * @param {object} [document]
 */
const page = (t, href, document) => {
  const { origin, protocol, pathname, search, hash } = new URL(href);
  /** @type {string[]} */
  const navigations = [];
  const assign = (/** @type {string} */ url) => navigations.push(url);
  /** @type {any} */
  const location = { href, origin, protocol, pathname, search, hash, assign };
  /** @type {any} */
  const shown = document ?? { baseURI: href, cookie: "" };
  Object.assign(globalThis, { location, document: shown });
  t.after(() => {
    Reflect.deleteProperty(globalThis, "location");
    Reflect.deleteProperty(globalThis, "document");
  });
  return { navigations, document: shown };
};

/**
 * A fetch that resolves a URL as a browser does, and what it was given.
 * @param {(line: string) => Response} answer
 */
const browserFetch = (answer) => {
  /** @type {string[]} */
  const lines = [];
  /** @type {any} */
  const fetch = async (/** @type {any} */ input, /** @type {any} */ init) => {
    const { baseURI } = /** @type {any} */ (globalThis.document);
    const url = new URL(input?.url ?? input, baseURI).href;
    const { headers, method } = input?.url ? input : init;
    const token = new Headers(headers).get("authorization");
    const line = [method, url, token].filter(Boolean).join(" ");
    lines.push(line);
    return answer(line);
  };
  return { fetch, lines };
};

const grant = () => Response.json({ accessToken: "new", refreshToken: "r2" });

test("a base element that is inserted later moves no request and no refresh", async (t) => {
  const { document } = page(t, "https://app.example/shop/cart");
  for (const baseURL of ["/api", "api", "https://app.example/api"]) {
    document.baseURI = "https://app.example/shop/cart";
    const { fetch, lines } = browserFetch((line) =>
      line.includes("/auth/refresh")
        ? grant()
        : Response.json({}, { status: line.endsWith("old") ? 401 : 200 }),
    );
    const api = createClient({
      baseURL,
      fetch,
      session: {
        refresh: "/auth/refresh",
        storage: tokens(),
        public: ["/login"],
      },
    });
    document.baseURI = "https://evil.example/";
    await api.get("me");
    await api.fetch("/me");
    await api.fetch("/login", { method: "POST", body: "secret" });
    await api.post("login", {});
    const at =
      baseURL === "api"
        ? "https://app.example/shop/api"
        : "https://app.example/api";
    assert.deepEqual(lines, [
      `GET ${at}/me Bearer old`,
      `POST ${at}/auth/refresh`,
      `GET ${at}/me Bearer new`,
      "GET https://app.example/me Bearer new",
      "POST https://app.example/login",
      `POST ${at}/login`,
    ]);
  }
});

test("an element named baseURI hides no base", async (t) => {
  page(t, "https://app.example/", { baseURI: { id: "markup" }, cookie: "" });
  /** @type {string[]} */
  const sent = [];
  const api = createClient({
    fetch: async (/** @type {any} */ url, /** @type {any} */ init) => {
      sent.push(`${url} ${init.headers.authorization}`);
      return Response.json({});
    },
    session: { refresh: "/auth/refresh", storage: tokens() },
  });
  await api.get("/me");
  assert.deepEqual(sent, ["https://app.example/me Bearer old"]);
});

test("a token endpoint on another origin has to be named in `origins`", async () => {
  const server = await serve((_, response) =>
    reply(response, { accessToken: "new", refreshToken: "r2" }),
  );
  const refresh = server.origin + "/token";
  for (const baseURL of [undefined, "/api", "https://api.example"])
    for (const given of [
      refresh,
      { url: refresh },
      { url: "/token", baseURL: server.origin },
    ])
      assert.throws(
        () =>
          createClient({
            baseURL,
            session: { refresh: given, storage: tokens() },
          }),
        (/** @type {any} */ error) =>
          error.code === "ERR_BAD_OPTION" &&
          error.message.includes("session.refresh") &&
          error.message.includes(`origins: ["${server.origin}"]`),
      );
  assert.deepEqual(server.lines, []);
  const store = tokens();
  const named = createClient({
    session: { refresh, origins: [server.origin], storage: store },
  });
  await named.session.refresh();
  assert.equal(store.items.get("accessToken"), "new");
  // The base of the client needs no name.
  createClient({
    baseURL: server.origin,
    session: { refresh, storage: tokens() },
  });
});

test("a token endpoint that has left the scope gets no token, and the session is kept", async () => {
  const server = await serve((_, response) => reply(response, {}, 401));
  const other = await serve((_, response) => reply(response, {}, 401));
  const store = tokens();
  const api = createClient({
    baseURL: server.origin,
    session: { refresh: server.origin + "/refresh", storage: store },
  });
  api.defaults.baseURL = other.origin;
  const error = await failureOf(api.get("/me"));
  assert.equal(error.code, "ERR_REFRESH_UNAVAILABLE");
  assert.equal(error.cause.code, "ERR_BAD_OPTION");
  assert.match(error.cause.message, /session\.refresh.*origins/s);
  assert.deepEqual(server.lines, []);
  assert.deepEqual(other.lines, ["GET /me Bearer old"]);
  assert.equal(store.items.get("refreshToken"), "r1");
});

test("the scope and the token endpoint follow `defaults.baseURL`", async () => {
  const before = await serve((_, response) => reply(response, {}));
  const after = await serve(({ url, headers }, response) =>
    url === "/api/refresh"
      ? reply(response, { accessToken: "new", refreshToken: "r2" })
      : reply(response, {}, headers.authorization === "Bearer new" ? 200 : 401),
  );
  const api = createClient({
    baseURL: before.origin,
    session: { refresh: "/refresh", storage: tokens() },
  });
  const child = api.create({ baseURL: before.origin + "/child" });
  api.defaults.baseURL = after.origin + "/api";
  await api.get("/me");
  await api.fetch(after.origin + "/api/me");
  assert.deepEqual(after.lines, [
    "GET /api/me Bearer old",
    "POST /api/refresh",
    "GET /api/me Bearer new",
    "GET /api/me Bearer new",
  ]);
  // Where it no longer leads, no token goes; a child has a base of its own.
  await api.get(before.origin + "/me");
  await child.get("/me");
  assert.deepEqual(before.lines, ["GET /me", "GET /child/me Bearer new"]);
});

test("a client of `create()` with a base of its own refreshes at its parent's", async () => {
  const parent = await serve((_, response) =>
    reply(response, { accessToken: "new" }),
  );
  const files = await serve(({ headers }, response) =>
    reply(response, {}, headers.authorization === "Bearer new" ? 200 : 401),
  );
  const api = createClient({
    baseURL: parent.origin,
    session: { refresh: "/refresh", storage: tokens() },
  });
  const child = api.create({ baseURL: files.origin });
  await child.get("/a");
  assert.deepEqual(parent.lines, ["POST /refresh"]);
  assert.deepEqual(files.lines, ["GET /a Bearer old", "GET /a Bearer new"]);
});

test("a base that a request or an interceptor brings carries the token only if it is named", async () => {
  const own = await serve((_, response) => reply(response, {}));
  const other = await serve((_, response) => reply(response, {}));
  /** @type {string[]} */
  const lines = [];
  const open = (/** @type {string[]} */ origins) => {
    const debug = (/** @type {string} */ line) => lines.push(line);
    const session = { refresh: "/refresh", storage: tokens(), origins, debug };
    return createClient({ baseURL: own.origin, session });
  };
  const api = open([]);
  await api.get("/a", { baseURL: other.origin });
  api.interceptors.request.use((config) => {
    config.baseURL = other.origin;
    return config;
  });
  await api.get("/b");
  await open([other.origin]).get("/c", { baseURL: other.origin });
  assert.deepEqual(other.lines, ["GET /a", "GET /b", "GET /c Bearer old"]);
  assert.ok(
    lines.some((line) =>
      /^GET .*\/a sent outside .*defaults\.baseURL.*session\.origins/.test(
        line,
      ),
    ),
    lines.join("\n"),
  );
});

for (const change of ["baseURL", "url"])
  test(`an \`onRetry\` interceptor that changes \`${change}\` takes no token elsewhere`, async () => {
    const own = await serve(({ url }, response) =>
      url === "/refresh"
        ? reply(response, { accessToken: "new", refreshToken: "r2" })
        : reply(response, {}, 401),
    );
    const other = await serve((_, response) => reply(response, {}));
    const api = createClient({
      baseURL: own.origin,
      session: { refresh: "/refresh", storage: tokens() },
    });
    let runs = 0;
    api.interceptors.request.use(
      async (/** @type {any} */ config) => {
        if (runs++)
          config[change] =
            change === "url" ? other.origin + "/x" : other.origin;
        return config;
      },
      undefined,
      { onRetry: true },
    );
    await api.get("/x");
    assert.deepEqual(own.lines, ["GET /x Bearer old", "POST /refresh"]);
    assert.deepEqual(other.lines, ["GET /x"]);
  });

/** A server that redirects `/go` to another, with the token in `x-token`. */
const redirecting = async () => {
  const target = await serve((_, response) =>
    reply(response, { at: "target" }),
  );
  const server = await serve(({ url }, response) =>
    url === "/go"
      ? reply(response, {}, 302, { location: target.origin + "/landed" })
      : reply(response, {}),
  );
  const open = (/** @type {object} */ options = {}, header = "X-Token") =>
    createClient({
      baseURL: server.origin,
      ...options,
      session: { refresh: "/refresh", header, scheme: "", storage: tokens() },
    });
  return { target, server, open };
};

test("a token in a header of its own follows no redirect", async () => {
  const { target, server, open } = await redirecting();
  const api = open();
  for (const send of [
    () => api.get("/go"),
    () => api.post("/go", { a: 1 }),
    () => api.fetch(server.origin + "/go"),
    () => api.fetch(new Request(server.origin + "/go")),
  ]) {
    const error = await failureOf(send());
    assert.equal(error.code, "ERR_REDIRECT_BLOCKED");
    assert.match(error.message, /`x-token`.*redirect: "follow"/s);
  }
  assert.equal(server.received[0].headers["x-token"], "old");
  assert.deepEqual(target.lines, []);
  assert.deepEqual((await api.get("/me")).data, {});
});

test("a token in a header of its own follows a redirect where the caller allows it", async () => {
  const { target, server, open } = await redirecting();
  const api = open();
  const { data } = await api.get("/go", { redirect: "follow" });
  assert.deepEqual(data, { at: "target" });
  await api.fetch(server.origin + "/go", { redirect: "follow" });
  await open({ redirect: "follow" }).get("/go");
  assert.equal(target.lines.length, 3);
  assert.equal(
    (await api.fetch(server.origin + "/go", { redirect: "manual" })).status,
    302,
  );
});

test("a redirect is followed without a token, and with one in Authorization", async () => {
  const { target, open } = await redirecting();
  const api = open();
  api.session.signOut();
  assert.deepEqual((await api.get("/go")).data, { at: "target" });
  const usual = open({}, "Authorization");
  assert.deepEqual((await usual.get("/go")).data, { at: "target" });
  assert.deepEqual(target.lines, ["GET /landed", "GET /landed"]);
});

test("the token endpoint's path is public for the refresh's own method only", async () => {
  const server = await serve(({ method }, response) =>
    reply(response, method === "PUT" ? { accessToken: "new" } : {}),
  );
  const api = createClient({
    baseURL: server.origin,
    session: { refresh: { url: "/session", method: "PUT" }, storage: tokens() },
  });
  await api.get("/session");
  await api.delete("/session");
  await api.fetch(server.origin + "/session");
  await api.put("/session", {});
  await api.fetch(server.origin + "/session", { method: "PUT" });
  assert.deepEqual(server.lines, [
    "GET /session Bearer old",
    "DELETE /session Bearer old",
    "GET /session Bearer old",
    "PUT /session",
    "PUT /session",
  ]);
});

for (const where of ["a public path", "another origin"])
  test(`a redirect to a log-in page at ${where} is a refusal where \`expired\` says so`, async () => {
    const login = (/** @type {any} */ response) => {
      response.writeHead(200, { "content-type": "text/html" });
      response.end("<form>");
    };
    const sso = await serve((_, response) => login(response));
    const server = await serve(({ url, headers }, response) => {
      if (url === "/login") return login(response);
      if (url === "/refresh") return reply(response, { accessToken: "new" });
      if (headers.authorization === "Bearer new")
        return reply(response, { a: 1 });
      const location =
        where === "a public path" ? "/login" : sso.origin + "/login";
      reply(response, {}, 302, { location });
    });
    const api = createClient({
      baseURL: server.origin,
      session: {
        refresh: "/refresh",
        storage: tokens(),
        public: ["/login"],
        expired: ({ redirected, url }) => redirected && url.endsWith("/login"),
      },
    });
    assert.deepEqual((await api.get("/a")).data, { a: 1 });
  });

test("`loginURL` is relative, or of http or https", () => {
  for (const loginURL of [
    "javascript:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "JAVASCRIPT://%0aalert(1)",
    "data:text/html,x",
    "blob:https://app.example/1",
    "file:///login",
    "vbscript:x",
    "https://",
  ])
    assert.throws(
      () => createClient({ session: { refresh: "/r", loginURL } }),
      (/** @type {any} */ { code, message }) =>
        code === "ERR_BAD_OPTION" && message.startsWith("`session.loginURL`"),
      loginURL,
    );
  for (const loginURL of ["/login", "login", "?login", "https://sso.example/a"])
    createClient({ session: { refresh: "/r", loginURL } });
});

let ends = 0;

/**
 * Ends a session of its own, and waits for the redirect.
 * @param {object} options
 */
const end = async (options) => {
  const accessToken = `access-${ends++}`;
  const api = createClient({
    baseURL: "https://api.example",
    fetch: async () => Response.json({}, { status: 401 }),
    session: {
      refresh: "/refresh",
      keys: { accessToken },
      storage: storage({ [accessToken]: "old", refreshToken: "r1" }),
      ...options,
    },
  });
  await failureOf(api.get("/a"));
  await new Promise((resolve) => setImmediate(resolve));
};

test("the way back has no hash, and goes to no other origin", async (t) => {
  const { navigations } = page(
    t,
    "https://app.example/cart?item=1#access_token=secret",
  );
  const returnParam = "back";
  await end({ returnParam });
  await end({ returnParam, loginURL: "https://app.example/in?a=1#form" });
  await end({ returnParam, loginURL: "https://sso.example/in" });
  await end({ returnParam, loginURL: "//sso.example/in" });
  await end({
    returnParam,
    loginURL: "https://sso.example/in",
    navigate: (/** @type {string} */ url) => navigations.push("by " + url),
  });
  assert.deepEqual(navigations, [
    "/login?back=%2Fcart%3Fitem%3D1",
    "https://app.example/in?a=1&back=%2Fcart%3Fitem%3D1#form",
    "https://sso.example/in",
    "//sso.example/in",
    "by https://sso.example/in",
  ]);
});

test("a base element does not move the log-in page", async (t) => {
  const { navigations } = page(t, "https://app.example/cart", {
    baseURI: "https://evil.example/",
    cookie: "",
  });
  await end({});
  assert.deepEqual(navigations, ["https://app.example/login"]);
});

test("a page of a file is not redirected without `navigate`, and one warning says so", async (t) => {
  const { navigations } = page(t, "file:///home/me/app.html");
  const warn = t.mock.method(console, "warn", () => {});
  await end({});
  await end({});
  assert.deepEqual(navigations, []);
  assert.equal(warn.mock.callCount(), 1);
  assert.match(String(warn.mock.calls[0].arguments[0]), /session\.navigate/);
  await end({ navigate: (/** @type {string} */ url) => navigations.push(url) });
  assert.deepEqual(navigations, ["/login"]);
});

test("a sandboxed frame's request goes out, though cookies and storage throw", async (t) => {
  const deny = () => {
    throw new DOMException("sandboxed", "SecurityError");
  };
  page(t, "https://app.example/frame", {
    baseURI: "https://app.example/frame",
    get cookie() {
      return deny();
    },
  });
  Object.defineProperty(globalThis, "localStorage", {
    configurable: true,
    get: deny,
  });
  t.after(() => Reflect.deleteProperty(globalThis, "localStorage"));
  t.mock.method(console, "warn", () => {});
  const { fetch, lines } = browserFetch(() => Response.json({ a: 1 }));
  const api = createClient({ fetch, session: { refresh: "/refresh" } });
  api.session.signIn({ accessToken: "t" });
  assert.deepEqual((await api.get("/a")).data, { a: 1 });
  assert.deepEqual((await api.post("/a", {})).data, { a: 1 });
  assert.deepEqual(lines, [
    "GET https://app.example/a Bearer t",
    "POST https://app.example/a Bearer t",
  ]);
});

test("cookies are read only for a request to the page's origin, and by everfetch only with `xsrf`", async (t) => {
  let reads = 0;
  page(t, "https://app.example/", {
    baseURI: "https://app.example/",
    get cookie() {
      reads++;
      return "XSRF-TOKEN=mark";
    },
  });
  const fetch = async () => Response.json({});
  await createClient({ fetch }).post("/a", {});
  assert.equal(reads, 0);
  const xsrf = { cookie: "XSRF-TOKEN", header: "X-XSRF-TOKEN" };
  for (const api of [createClient({ fetch, xsrf }), axiosClient({ fetch })]) {
    reads = 0;
    await api.post("https://other.example/a", {});
    assert.equal(reads, 0);
    await api.post("/a", {});
    assert.equal(reads, 1);
  }
});

test("errors keep their shape where Error.prototype is frozen", async () => {
  const program = `
    import { createClient, isCancel } from "everfetch";
    for (const each of [Error, TypeError, Object, Array, Function])
      Object.freeze(each.prototype);
    const answers = [
      async () => Response.json({}, { status: 404 }),
      async () => { throw new TypeError("offline"); },
    ];
    const said = [];
    for (const fetch of answers)
      await createClient({ fetch }).get("http://a.example/").catch(({ name, code }) => said.push(name, code));
    const signal = AbortSignal.abort();
    await createClient().get("http://a.example/", { signal }).catch((error) => said.push(error.name, isCancel(error)));
    console.log(said.join(" "));`;
  const args = ["--input-type=module", "--eval", program];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: import.meta.dirname,
  });
  assert.equal(
    stdout.trim(),
    "EverfetchError ERR_BAD_REQUEST EverfetchError ERR_NETWORK CanceledError true",
  );
});

test("a document is parsed under Trusted Types, where the page allows the policy", async (t) => {
  const trusted = new WeakSet();
  /** @type {string[]} */
  const parsed = [];
  let allowed = false;
  const page = {
    DOMParser: class {
      /** @param {any} html @param {string} type */
      parseFromString(html, type) {
        if (!trusted.has(html)) throw new TypeError("This needs TrustedHTML");
        parsed.push(`${type} ${html}`);
        return { title: "a document" };
      }
    },
    trustedTypes: {
      /** @param {string} name @param {any} rules */
      createPolicy(name, { createHTML }) {
        if (!allowed) throw new TypeError(`${name} is not allowed`);
        return {
          createHTML(/** @type {string} */ text) {
            const html = new String(createHTML(text));
            trusted.add(html);
            return html;
          },
        };
      },
    },
  };
  Object.assign(globalThis, page);
  t.after(() => {
    for (const name of Object.keys(page))
      Reflect.deleteProperty(globalThis, name);
  });
  const api = axiosClient({
    responseType: "document",
    fetch: async () =>
      new Response("<p>", { headers: { "content-type": "text/html" } }),
  });
  const error = await failureOf(api.get("http://a.example/"));
  assert.equal(error.code, "ERR_NOT_SUPPORT");
  assert.match(error.message, /`everfetch`.*`trusted-types`/);
  allowed = true;
  const { data } = await api.get("http://a.example/");
  assert.equal(data.title, "a document");
  assert.deepEqual(parsed, ["text/html <p>"]);
});
