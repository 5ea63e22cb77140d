// @ts-check
// Clients: defaults, how they are merged, changed afterwards and handed on to a client's client.

import { client, request } from "./make.js";

const OPTIONS = {
  timeout: [1000, 2000],
  responseType: ["text", "blob"],
  withCredentials: [true, false],
  xsrfCookieName: ["a", "b"],
  maxContentLength: [10000, 20000],
  mine: [
    { a: 1, b: { c: 1 } },
    { a: 2, b: { d: 2 } },
  ],
  list: [[1, 2], [3]],
  fetchOptions: [{ cache: "no-store" }, { keepalive: true }],
};

const OVER = [undefined, null, "own"];

export default [
  ...Object.entries(OPTIONS).flatMap(([name, [byDefault, own]]) =>
    OVER.map((over) =>
      client(`merged: ${name}, ${over} over the default`, async (_, given) => {
        const api = given.create({ [name]: byDefault });
        const config = over === "own" ? own : over;
        const response = await api
          .get(given.url(), { [name]: config })
          .catch((/** @type {any} */ error) => error);
        return { config: response.config?.[name] };
      }),
    ),
  ),
  client("merged: data is never a default", async (_, given) =>
    given.outcome(() => given.create({ data: { a: 1 } }).post(given.url())),
  ),
  client("merged: a default url is not used", async (_, given) =>
    given.outcome(() =>
      given.create({ url: "/no/such/url" }).request({ url: given.url() }),
    ),
  ),
  client("merged: what the caller gave is left as it is", async (_, given) => {
    const defaults = {
      headers: { "X-A": "1" },
      params: { a: [1] },
      mine: { b: 1 },
    };
    const own = { headers: { "X-B": "1" }, params: { b: [1] }, mine: { c: 1 } };
    await given.create(defaults).get(given.url(), own);
    return [defaults, own];
  }),
  client("merged: a copy of what the caller gave", async (api, given) => {
    const mine = { a: 1, list: [{}] };
    const { config } = await api.get(given.url(), { mine });
    return [
      config.mine === mine,
      config.mine.list === mine.list,
      config.mine.list[0] === mine.list[0],
    ];
  }),
  client("defaults: baseURL changed afterwards", (api, given) => {
    api.defaults.baseURL = given.url();
    return given.outcome(() => api.get("/mine"));
  }),
  client("defaults: timeout changed afterwards", async (api, given) => {
    api.defaults.timeout = 4321;
    return (await api.get(given.url())).config.timeout;
  }),
  client("defaults: params changed afterwards", (api, given) => {
    api.defaults.params = { a: 1 };
    return given.outcome(() => api.get(given.url(), { params: { b: 1 } }));
  }),
  client("defaults: what a client begins with", (api) => {
    const {
      timeout,
      xsrfCookieName,
      xsrfHeaderName,
      maxContentLength,
      maxBodyLength,
      transitional,
      responseType,
      baseURL,
    } = api.defaults;
    return {
      timeout,
      xsrfCookieName,
      xsrfHeaderName,
      maxContentLength,
      maxBodyLength,
      transitional,
      responseType,
      baseURL,
    };
  }),
  client("defaults: validateStatus can be asked", (api) =>
    [199, 200, 299, 300].map((status) => api.defaults.validateStatus(status)),
  ),
  client("defaults: two clients share none", async (_, given) => {
    const [a, b] = [given.create(), given.create()];
    a.defaults.headers.common["X-Mine"] = "1";
    a.defaults.timeout = 1234;
    return [b.defaults.headers.common["X-Mine"], b.defaults.timeout];
  }),
  client("create: a client's client has its defaults", (_, given) => {
    const parent = given.create({
      baseURL: given.url(),
      headers: { "X-Parent": "1", common: { "X-Common": "1" } },
      params: { parent: 1 },
      timeout: 50_000,
    });
    const child = parent.create({
      headers: { "X-Child": "1" },
      params: { child: 1 },
    });
    return given.outcome(() => child.get("/mine"));
  }),
  client("create: a client's client wins over it", (_, given) => {
    const parent = given.create({
      baseURL: "/no/such/base",
      headers: { "X-Mine": "1" },
    });
    const child = parent.create({
      baseURL: given.url(),
      headers: { "x-mine": "2" },
    });
    return given.outcome(() => child.get("/mine"));
  }),
  client(
    "create: a client's client has interceptors of its own",
    (api, given) => {
      api.interceptors.request.use((/** @type {any} */ config) => {
        config.headers["X-Parent"] = "1";
        return config;
      });
      return given.outcome(() => api.create().get(given.url()));
    },
  ),
  client(
    "create: what is changed afterwards is not handed on",
    (api, given) => {
      const child = api.create();
      api.defaults.headers.common["X-Mine"] = "1";
      return given.outcome(() => child.get(given.url()));
    },
  ),
  client("create: what was changed before", (_, given) => {
    const parent = given.create({ timeout: 1000 });
    parent.defaults.timeout = 2000;
    return parent.create().defaults.timeout;
  }),
  client("create: without anything", (api) => typeof api.create().get),
  client("methods can be taken off a client", (api, given) => {
    const { get } = api;
    return given.outcome(() => get(given.url()));
  }),
  client("request can be taken off a client", (api, given) => {
    const { request } = api;
    return given.outcome(() => request({ url: given.url() }));
  }),
  client("a client is a function with methods", (api) =>
    [
      "request",
      "get",
      "delete",
      "head",
      "options",
      "post",
      "put",
      "patch",
      "postForm",
      "putForm",
      "patchForm",
      "getUri",
      "create",
      "query",
    ].map((name) => [name, typeof api[name]]),
  ),
  client("a client's own keys", (api) =>
    Object.keys(api)
      .filter((name) =>
        ["get", "defaults", "interceptors", "request", "getUri"].includes(name),
      )
      .sort(),
  ),
  {
    ...client("many requests at once", async (api, given) => {
      const answers = await Promise.all(
        [1, 2, 3, 4, 5].map((n) => api.get(given.url({ body: String(n) }))),
      );
      return answers.map(({ data }) => data);
    }),
    races: true,
  },
  client("a config is used twice", async (api, given) => {
    const config = {
      url: given.url(),
      method: "post",
      data: { a: 1 },
      headers: { "X-Mine": "1" },
    };
    await api(config);
    return given.outcome(() => api(config));
  }),
  client("a response's config is used again", async (api, given) => {
    const { config } = await api.post(
      given.url(),
      { a: [1] },
      { params: { b: 1 }, headers: { "X-Mine": "1" } },
    );
    return given.outcome(() => api(config));
  }),
  client(
    "a response's config is used again, for a form",
    async (api, given) => {
      const { config } = await api.postForm(given.url(), { a: [1] });
      return given.outcome(() => api(config));
    },
  ),
  request("fetchOptions: cache", () => ({
    fetchOptions: { cache: "no-cache" },
  })),
  request("fetchOptions: cannot change method, body and headers", () => ({
    fetchOptions: { method: "PUT", body: "x", headers: { "X-Mine": "1" } },
  })),
  request("an option of the caller's own", () => ({ mine: true })),
  request("options for Node are left alone", () => ({
    httpAgent: {},
    proxy: false,
    decompress: false,
    socketPath: null,
    maxRate: 1000,
  })),
  ...[
    { cache: "no-store" },
    { mode: "same-origin" },
    { credentials: "omit" },
    { referrerPolicy: "no-referrer" },
    { keepalive: true },
    { priority: "low" },
    { signal: AbortSignal.abort() },
    null,
  ].map((fetchOptions, at) =>
    request(
      `fetchOptions: ${fetchOptions ? Object.keys(fetchOptions) : "null"} (${at})`,
      () => ({ method: "delete", fetchOptions }),
    ),
  ),
];
