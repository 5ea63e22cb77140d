// @ts-check
// An adapter of the caller's own, and a fetch of the caller's own.

import { client } from "./make.js";

/** @param {any} config @param {any} more */
const answer = (config, more = {}) => ({
  data: '{"a":1}',
  status: 200,
  statusText: "OK",
  headers: { "X-Mine": "1" },
  config,
  request: { url: "/mine", method: "GET" },
  ...more,
});

/** @type {Record<string, (config: any, given: any) => any>} */
const ADAPTERS = {
  "answers at once": async (config) => answer(config),
  "returns its arguments": async (config) => {
    const { url, baseURL, method, params, data, timeout } = config;
    const given = {
      url,
      baseURL,
      method,
      params,
      data,
      timeout,
      headers: config.headers.toJSON(),
    };
    return answer(config, { data: JSON.stringify(given) });
  },
  "answers with a refusal": async (config) => answer(config, { status: 500 }),
  "rejects with an error": () => Promise.reject(new RangeError("mine")),
  "rejects with the library's error": (config, { Error: Class }) =>
    Promise.reject(
      new Class(
        "mine",
        "ERR_MINE",
        config,
        null,
        answer(config, { status: 418 }),
      ),
    ),
  "rejects with text": () => Promise.reject("mine"),
  "answers with an object": async (config) =>
    answer(config, { data: { a: [1] } }),
  "answers with nothing more than data": async () => ({ data: "x" }),
};

/** @type {Record<string, (input: any, init: any) => any>} */
const FETCHES = {
  "answers JSON": async () => Response.json({ a: 1 }),
  "answers text": async () =>
    new Response("said", { headers: { "X-Mine": "1" } }),
  "answers with a status": async () =>
    new Response("said", { status: 503, statusText: "Mine" }),
  "rejects as fetch does": () =>
    Promise.reject(new TypeError("Failed to fetch")),
  "rejects otherwise": () => Promise.reject(new RangeError("mine")),
  throws: () => {
    throw new TypeError("NetworkError when attempting to fetch resource.");
  },
  "returns its arguments": async (input, init) => {
    const request = new Request(input, init);
    return Response.json({
      url: request.url,
      method: request.method,
      accept: request.headers.get("accept"),
      type: request.headers.get("content-type"),
      body: await request.text(),
      credentials: request.credentials,
      cache: request.cache,
      redirect: request.redirect,
    });
  },
};

export default [
  ...Object.entries(ADAPTERS).flatMap(([kind, adapter]) =>
    ["get", "post"].map((method) =>
      client(`adapter: ${kind}, ${method}`, (api, given) =>
        given.outcome(() =>
          api.request({
            method,
            url: "/x",
            baseURL: "/base",
            params: { a: 1 },
            data: method === "post" ? { b: 1 } : undefined,
            adapter: (/** @type {any} */ config) => adapter(config, given),
          }),
        ),
      ),
    ),
  ),
  client("adapter: in the defaults", (_, given) =>
    given.outcome(() =>
      given
        .create({
          adapter: async (/** @type {any} */ config) => answer(config),
        })
        .get("/x"),
    ),
  ),
  client("adapter: changed afterwards", (api, given) => {
    api.defaults.adapter = async (/** @type {any} */ config) => answer(config);
    return given.outcome(() => api.get("/x"));
  }),
  client("adapter: fetch by its name", (api, given) =>
    given.outcome(() => api.get(given.url(), { adapter: "fetch" })),
  ),
  client("adapter: fetch in a list", (api, given) =>
    given.outcome(() =>
      api.get(given.url(), { adapter: ["nonsense", "fetch"] }),
    ),
  ),
  client("adapter: with a response type and broken JSON", (api, given) =>
    given.outcome(() =>
      api.get("/x", {
        responseType: "json",
        transitional: { silentJSONParsing: false },
        adapter: async (/** @type {any} */ config) =>
          answer(config, { data: "{" }),
      }),
    ),
  ),
  ...Object.entries(FETCHES).flatMap(([kind, fetch]) =>
    ["get", "post"].map((method) =>
      client(`env.fetch: ${kind}, ${method}`, (_, given) =>
        given.outcome(() =>
          given.create({ env: { fetch } }).request({
            method,
            url: "/x",
            data: method === "post" ? { b: 1 } : undefined,
            withCredentials: true,
          }),
        ),
      ),
    ),
  ),
  client("env.fetch: in a request's own config", (api, given) =>
    given.outcome(() =>
      api.get("/x", { env: { fetch: async () => Response.json({ a: 1 }) } }),
    ),
  ),
  client("env.fetch: without Request and Response", (_, given) =>
    given.outcome(() => {
      const fetch = async (/** @type {any} */ url, /** @type {any} */ init) =>
        Response.json([url, init.method, init.body, typeof init.headers]);
      const env = { fetch, Request: null, Response: null };
      return given.create({ env }).post("/x", { a: 1 });
    }),
  ),
  client("env.fetch: changed afterwards", (api, given) => {
    api.defaults.env = { fetch: async () => new Response("mine") };
    return given.outcome(() => api.get("/x"));
  }),
  client("env.FormData: a class of the caller's own", (_, given) => {
    class Mine extends FormData {
      constructor() {
        super();
        this.append("made", "by mine");
      }
    }
    return given.outcome(() =>
      given.create({ env: { FormData: Mine } }).postForm(given.url(), { a: 1 }),
    );
  }),
];
