// @ts-check
// What an application's log may hold of a request: no secret that everfetch could know to be one (G15).

import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "everfetch";
import axios from "everfetch/axios";
import { failureOf, reply, serve, storage } from "./support.mjs";

const server = await serve((_, response) => reply(response, {}, 404));

/**
 * What `toJSON()` shows of a request that fails.
 * @param {any} config
 */
const logged = async (config) => {
  const api = createClient({ baseURL: server.origin });
  const error = await failureOf(api({ url: "/a", ...config }));
  return JSON.parse(JSON.stringify(error)).config;
};

test("a log has no values of the query, no hash and no password of a URL", async () => {
  const { url, params } = await logged({
    url: "/a?code=secret&page=2#access_token=secret",
    params: { email: "secret@b.c", deep: { er: "secret" } },
  });
  assert.equal(url, "/a?code=…&page=…");
  assert.deepEqual(params, { email: "…", deep: "…" });
  const error = await failureOf(
    createClient({ baseURL: "http://user:secret@a.test/b" }).get("/"),
  );
  assert.equal(error.toJSON().config.baseURL, "http://a.test/b");
});

test("a log has the headers that are known to be harmless, and no others", async () => {
  const { headers } = await logged({
    headers: {
      "X-Api-Key": "secret",
      "Set-Cookie": "secret",
      Authorization: "secret",
      "X-Whatever": "secret",
      "Accept-Language": "de",
    },
  });
  assert.deepEqual(headers, {
    Accept: "application/json, text/plain, */*",
    "Accept-Language": "de",
  });
});

test("redact hides more names, as in axios, or shows what the application asks for", async () => {
  const config = {
    url: "/a?page=2#top",
    params: { q: "x" },
    headers: { "X-Request-Id": "7", "Accept-Language": "de" },
    tenant: "secret",
  };
  const hidden = await logged({ ...config, redact: ["TENANT"] });
  assert.equal(hidden.tenant, "[REDACTED ****]");
  assert.equal(hidden.url, "/a?page=…");
  const shown = await logged({
    ...config,
    redact: { names: ["tenant"], query: true, headers: ["x-request-id"] },
  });
  assert.equal(shown.tenant, "[REDACTED ****]");
  assert.equal(shown.url, "/a?page=2#top");
  assert.deepEqual(shown.params, { q: "x" });
  assert.equal(shown.headers["X-Request-Id"], "7");
});

test("an error about an option does not repeat what may be a secret", async () => {
  for (const config of [
    { headers: "Authorization: Bearer abc" },
    { headers: "abc" },
    { timeout: "Bearer abc" },
    { params: "token=abc" },
    { validateStatus: "x".repeat(10_000) },
  ]) {
    const error = await failureOf(
      createClient()(/** @type {any} */ ({ url: server.origin, ...config })),
    );
    assert.equal(error.code, "ERR_BAD_OPTION");
    assert.doesNotMatch(error.message, /abc|xxx/);
  }
});

test("a debug line has no user and no password of a URL", async () => {
  /** @type {string[]} */
  const lines = [];
  const api = createClient({
    baseURL: "https://user:secret@a.test/",
    fetch: async () => new Response("{}", { status: 401 }),
    session: {
      refresh: "/refresh",
      storage: storage({ accessToken: "a", refreshToken: "r" }),
      loginURL: false,
      debug: (line) => lines.push(line),
    },
  });
  await failureOf(api.get("/b"));
  await failureOf(api.get("https://user:s@secret@b.test/c"));
  await api.fetch("\\\\user:secret@b.test\\c");
  await new Promise((resolve) => setTimeout(resolve));
  const text = lines.join("\n");
  assert.match(text, /GET https:\/\/a\.test\/b sent with/);
  assert.match(text, /POST https:\/\/a\.test\/refresh/);
  assert.match(text, /GET https:\/\/b\.test\/c sent outside/);
  assert.doesNotMatch(text, /user|secret/);
});

test("an error about an object that leads back to itself is short, however long its names are", async () => {
  const name = "secret".repeat(10_000);
  /** @type {any} */
  const circle = { [name]: {} };
  circle[name][name] = circle;
  const lean = createClient({ baseURL: server.origin });
  const api = axios.create({ baseURL: server.origin });
  const intercepted = axios.create({ baseURL: server.origin });
  intercepted.interceptors.request.use((config) => config);
  for (const call of [
    () => lean.post("/", circle),
    () => lean.get("/", { params: circle }),
    () => api.post("/", circle),
    () => intercepted.post("/", circle),
    () => api.postForm("/", circle),
    () => api.get("/", { params: circle }),
    () => api.get("/", /** @type {any} */ ({ [name]: circle })),
  ]) {
    const error = await failureOf(call());
    assert.equal(error.code, "ERR_BAD_OPTION_VALUE");
    assert.ok(error.message.length < 400, String(error.message.length));
  }
});
