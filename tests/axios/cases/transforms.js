// @ts-check
// transformRequest and transformResponse: alone, in lists, with the defaults', and what they are given.

import { client, request, typed } from "./make.js";

const REQUESTS = /** @type {Record<string, any>} */ ({
  "one function": (/** @type {any} */ data) => `said ${JSON.stringify(data)}`,
  "a list": [
    (/** @type {any} */ data) => [data, 1],
    (/** @type {any} */ data) => JSON.stringify(data),
  ],
  "an empty list": [],
  "one that sets a header": (
    /** @type {any} */ data,
    /** @type {any} */ headers,
  ) => {
    headers["X-Mine"] = "1";
    headers.setContentType("text/x-mine");
    return JSON.stringify(data);
  },
  "one that deletes a header": (
    /** @type {any} */ data,
    /** @type {any} */ headers,
  ) => {
    headers.delete("Accept");
    delete headers["Content-Type"];
    return JSON.stringify(data);
  },
  "one that returns an object": () => ({ a: 1 }),
  "one that returns nothing": () => undefined,
  "one that throws": () => {
    throw new RangeError("mine");
  },
  "one that returns its arguments": function (
    /** @type {any} */ data,
    /** @type {any} */ headers,
    /** @type {any} */ status,
  ) {
    const self = /** @type {any} */ (this);
    return JSON.stringify([
      data,
      headers.get("accept"),
      status,
      self.method,
      self.mine,
    ]);
  },
  null: null,
  undefined: undefined,
});

const RESPONSES = /** @type {Record<string, any>} */ ({
  "one function": (/** @type {any} */ data) => `said ${data}`,
  "a list": [
    (/** @type {any} */ data) => JSON.parse(data),
    (/** @type {any} */ data) => Object.keys(data),
  ],
  "an empty list": [],
  "one that returns its arguments": function (
    /** @type {any} */ data,
    /** @type {any} */ headers,
    /** @type {any} */ status,
  ) {
    const self = /** @type {any} */ (this);
    return [
      typeof data,
      headers.get("content-type"),
      headers["content-type"],
      status,
      self.method,
      self.mine,
    ];
  },
  "one that returns nothing": () => undefined,
  "one that returns a promise": async () => "later",
  "one that throws": () => {
    throw new RangeError("mine");
  },
  "one that changes headers": (
    /** @type {any} */ data,
    /** @type {any} */ headers,
  ) => {
    headers.set("X-Mine", "1");
    headers["x-other"] = "2";
    return data;
  },
  null: null,
  undefined: undefined,
});

const data = () => ({ a: 1 });

export default [
  ...Object.entries(REQUESTS).flatMap(([kind, transformRequest]) =>
    ["post", "get"].map((method) =>
      request(`transformRequest of a ${method}: ${kind}`, () => ({
        method,
        data: method === "post" ? data() : undefined,
        transformRequest,
        mine: "own",
      })),
    ),
  ),
  ...Object.entries(REQUESTS).map(([kind, transformRequest]) =>
    request(
      `transformRequest in the defaults: ${kind}`,
      () => ({ method: "post", data: data() }),
      () => ({ transformRequest }),
    ),
  ),
  ...Object.entries(RESPONSES).flatMap(([kind, transformResponse]) =>
    [200, 404].map((status) =>
      request(`transformResponse of ${status}: ${kind}`, ({ url }) => ({
        url: url({ status, ...typed("application/json", '{"a":1}') }),
        transformResponse,
        mine: "own",
      })),
    ),
  ),
  ...Object.entries(RESPONSES).map(([kind, transformResponse]) =>
    request(
      `transformResponse in the defaults: ${kind}`,
      () => ({}),
      () => ({ transformResponse }),
    ),
  ),
  client("transformRequest with the defaults' before it", (api, given) =>
    given.outcome(() =>
      api.post(given.url(), data(), {
        transformRequest: [
          (/** @type {any} */ given) => ({ ...given, b: 2 }),
          ...[].concat(api.defaults.transformRequest),
        ],
      }),
    ),
  ),
  client("transformResponse with the defaults' before it", (api, given) =>
    given.outcome(() =>
      api.get(given.url(), {
        transformResponse: [
          ...[].concat(api.defaults.transformResponse),
          (/** @type {any} */ data) => ({ ...data, added: 1 }),
        ],
      }),
    ),
  ),
  client("the defaults' transforms are lists of a function", (api) =>
    ["transformRequest", "transformResponse"].map((name) => [
      Array.isArray(api.defaults[name]),
      api.defaults[name].length,
    ]),
  ),
  request("transformResponse of a blob", ({ url }) => ({
    url: url(),
    responseType: "blob",
    transformResponse: (/** @type {any} */ data) => data.size,
  })),
  request("transformRequest makes a form", () => ({
    method: "post",
    data: { a: 1 },
    transformRequest: (/** @type {any} */ data) => {
      const form = new FormData();
      form.append("a", data.a);
      return form;
    },
  })),
  request("transformRequest makes URL parameters", () => ({
    method: "put",
    data: { a: 1 },
    transformRequest: (/** @type {any} */ data) => new URLSearchParams(data),
  })),
];
