// @ts-check
// What is thrown, and what can be read from it.

import { call, client, request } from "./make.js";

/** @param {(api: any, given: import("./make.js").Given) => any} fail @returns {(api: any, given: any) => Promise<any>} */
const caught = (fail) => async (api, given) => {
  try {
    await fail(api, given);
    return "it did not fail";
  } catch (error) {
    return error;
  }
};

const refused = caught((api, { url }) =>
  api.post(url({ status: 404 }), { a: 1 }, { headers: { "X-Mine": "1" } }),
);
const cut = caught((api, { url }) => api.get(url({ end: "cut" })));
const aborted = caught((api, { url }) =>
  api.get(url(), { signal: AbortSignal.abort() }),
);

/** @type {Record<string, (api: any, given: any) => Promise<any>>} */
const FAILURES = {
  "a refusal": refused,
  "a network error": cut,
  "an abort": aborted,
};

/** @type {Record<string, (error: any, given: any) => any>} */
const READS = {
  "its string": (error) =>
    String(error).replace("EverfetchError", "AxiosError"),
  "own keys": (error) => Object.keys(error).sort(),
  "own keys in a loop": (error) => {
    const names = [];
    for (const name in error) names.push(name);
    return names.sort();
  },
  "is an Error": (error) => [
    error instanceof Error,
    Object.prototype.toString.call(error),
  ],
  isAxiosError: (error, { isAxiosError }) => [
    error.isAxiosError,
    isAxiosError(error),
  ],
  isCancel: (error, { isCancel, CanceledError }) => [
    isCancel(error),
    error instanceof CanceledError,
  ],
  "toJSON's names": (error) =>
    Object.keys(JSON.parse(JSON.stringify(error)))
      .filter((name) => name !== "stack")
      .sort(),
  "toJSON's facts": (error) => {
    const { message, code, status } = error.toJSON();
    return { message, code, status };
  },
  "toJSON's config": (error) => {
    const { config } = JSON.parse(JSON.stringify(error));
    const { url, method, data, headers, timeout } = config ?? {};
    return { url, method, data, headers, timeout };
  },
  "has a stack": (error) => typeof error.stack,
  request: (error) => typeof error.request,
  "message can be changed": (error) => {
    error.message = "mine";
    return error.message;
  },
};

export default [
  ...Object.entries(FAILURES).flatMap(([kind, fail]) =>
    Object.entries(READS).map(([name, read]) =>
      client(`${kind}: ${name}`, async (api, given) => {
        const error = await fail(api, given);
        return given.outcome(() => read(error, given));
      }),
    ),
  ),
  client(
    "the error's name",
    async (api, given) => (await refused(api, given)).name,
  ),
  client(
    "redact: named members of the config are hidden",
    async (api, { url }) => {
      const error = await api
        .get(url({ status: 404 }), {
          headers: { "X-Key": "mine" },
          params: { key: "mine", other: 1 },
          redact: ["x-key", "key"],
        })
        .catch((/** @type {any} */ error) => error);
      const { headers, params } = JSON.parse(JSON.stringify(error)).config;
      return [headers["X-Key"], params];
    },
  ),
  request("the connection is cut", ({ url }) => ({ url: url({ end: "cut" }) })),
  request("the connection is cut in the body", ({ url }) => ({
    url: url({ end: "body-cut" }),
  })),
  request("the connection is cut in the body, as a blob", ({ url }) => ({
    url: url({ end: "body-cut" }),
    responseType: "blob",
  })),
  request("no server listens", () => ({ url: "http://127.0.0.1:9/" })),
  request("an origin that does not answer preflights", ({ otherOrigin }) => ({
    url: otherOrigin + "/a/open/ping",
    headers: { "X-Mine": "1" },
  })),
  request("data that refers to itself", () => {
    /** @type {any} */
    const data = {};
    data.data = data;
    return { method: "post", data };
  }),
  request("data with a big integer", () => ({
    method: "post",
    data: { a: 10n },
  })),
  ...["silentJSONParsing", "forcedJSONParsing", "clarifyTimeoutError"].map(
    (name) =>
      request(`transitional.${name} of the wrong type`, () => ({
        transitional: { [name]: "yes" },
      })),
  ),
  request("an unknown transitional option", () => ({
    transitional: { mine: true },
  })),
  request("an adapter that does not exist", () => ({ adapter: "nonsense" })),
  request("an adapter that is nothing", () => ({ adapter: [] })),
  call("the error class made by hand", (_, { Error: Class }) => {
    const response = { status: 418, data: 1, config: {}, headers: {} };
    throw new Class(
      "mine",
      "ERR_MINE",
      { url: "/x" },
      { method: "GET" },
      response,
    );
  }),
  client("the error class made from another", (_, given) =>
    given.outcome(() => {
      throw given.Error.from(new RangeError("mine"), "ERR_MINE", { url: "/x" });
    }),
  ),
  client("the codes that the class names", (_, { Error: Class }) =>
    [
      "ERR_BAD_OPTION_VALUE",
      "ERR_BAD_OPTION",
      "ECONNABORTED",
      "ETIMEDOUT",
      "ERR_NETWORK",
      "ERR_BAD_RESPONSE",
      "ERR_BAD_REQUEST",
      "ERR_CANCELED",
      "ERR_NOT_SUPPORT",
      "ERR_INVALID_URL",
    ].map((name) => Class[name]),
  ),
  client("the class of a canceled request made by hand", (_, given) =>
    given.outcome(() => {
      throw new given.CanceledError();
    }),
  ),
  client("the class of a canceled request with a message", (_, given) =>
    given.outcome(() => {
      throw new given.CanceledError("mine", { url: "/x" });
    }),
  ),
  client("isCancel and isAxiosError of anything", (_, given) =>
    [
      undefined,
      null,
      1,
      "x",
      {},
      new Error("x"),
      { isAxiosError: true },
      { __CANCEL__: true },
    ].map((value) => [given.isCancel(value), given.isAxiosError(value)]),
  ),
];
