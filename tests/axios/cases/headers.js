// @ts-check
// Request headers: values, spellings, defaults and how they are merged; response headers as a caller reads them.

import { client, request } from "./make.js";

/** @type {Record<string, any>} */
const VALUES = {
  text: "text",
  "empty text": "",
  "text with spaces around": "  a  ",
  "a number": 5,
  zero: 0,
  true: true,
  false: false,
  null: null,
  undefined: undefined,
  "an array": ["a", "b"],
  "an array of numbers": [1, 2],
  "an empty array": [],
  "a date": new Date(0),
  "an object": { a: 1 },
  "text beyond Latin-1": "über \u{1f389}",
  "text with a line break": "a\r\nX-Injected: 1",
  "text with a tab": "a\tb",
};

const DEFAULTS = ["X-Mine", "x-mine", "Accept", "Content-Type", "User-Agent"];

export default [
  ...Object.entries(VALUES).flatMap(([kind, value]) => [
    request(`a header of ${kind}`, () => ({ headers: { "X-Mine": value } })),
    request(
      `a header of ${kind} over a default`,
      () => ({ headers: { "X-Mine": value } }),
      () => ({ headers: { "X-Mine": "default" } }),
    ),
    request(`an Accept of ${kind}`, () => ({ headers: { Accept: value } })),
    request(
      `a header of ${kind} in the defaults`,
      () => ({}),
      () => ({ headers: { "X-Mine": value } }),
    ),
  ]),
  ...DEFAULTS.flatMap((name) => [
    request(
      `${name} common in the defaults`,
      () => ({ method: "post", data: "a" }),
      () => ({ headers: { common: { [name]: "mine-common" } } }),
    ),
    request(
      `${name} of the method in the defaults`,
      () => ({ method: "post", data: "a" }),
      () => ({ headers: { post: { [name]: "mine-post" } } }),
    ),
    request(
      `${name} of another method in the defaults`,
      () => ({ method: "post", data: "a" }),
      () => ({ headers: { get: { [name]: "mine-get" } } }),
    ),
    request(
      `${name} of all levels`,
      () => ({ method: "post", data: "a", headers: { [name]: "mine-own" } }),
      () => ({
        headers: {
          common: { [name]: "mine-common" },
          post: { [name]: "mine-post" },
          [name]: "mine-default",
        },
      }),
    ),
    request(
      `${name} in another case than the default`,
      () => ({
        method: "post",
        data: "a",
        headers: { [name.toUpperCase()]: "mine-own" },
      }),
      () => ({ headers: { [name]: "mine-default" } }),
    ),
  ]),
  ...["X-Mine", "Content-Type"].flatMap((name) => [
    request(
      `${name} over a default of false`,
      () => ({ method: "post", data: "a", headers: { [name]: "mine-own" } }),
      () => ({ headers: { [name.toLowerCase()]: false } }),
    ),
    request(
      `${name} over a common default of false`,
      () => ({ method: "post", data: "a", headers: { [name]: "mine-own" } }),
      () => ({ headers: { common: { [name]: false } } }),
    ),
  ]),
  request("two spellings of a header in one config", () => ({
    headers: { "X-Mine": "1", "x-mine": "2" },
  })),
  request("a header with an empty name", () => ({ headers: { "": "1" } })),
  request("a header with a bad name", () => ({ headers: { "a b": "1" } })),
  request("a header with spaces around its name", () => ({
    headers: { " X-Mine ": "1" },
  })),
  request("headers of null", () => ({ headers: null })),
  request("headers of undefined", () => ({ headers: undefined })),
  request("headers without a prototype", () => ({
    headers: Object.assign(Object.create(null), { "X-Mine": "1" }),
  })),
  request("headers of the library's own class", ({ Headers }) => ({
    headers: new Headers({ "X-Mine": "1" }),
  })),
  request("native headers", () => ({
    headers: new globalThis.Headers({ "X-Mine": "1", Accept: "text/x-mine" }),
  })),
  request("a header named like a method", () => ({ headers: { get: "1" } })),
  request("a header named common", () => ({ headers: { common: "1" } })),
  request("a group of headers in the request's own config", () => ({
    headers: { common: { "X-Mine": "1" }, get: { "X-Mine": "2" } },
  })),
  request("headers that fetch forbids", () => ({
    headers: { Host: "mine.example", Cookie: "a=1", "Sec-Mine": "1" },
  })),
  request("an Accept of one's own", () => ({
    headers: { accept: "text/x-mine" },
  })),
  request("a user agent of one's own", () => ({
    headers: { "User-Agent": "mine/1" },
  })),
  client("a default that is changed afterwards is sent", async (api, given) => {
    api.defaults.headers.common["X-Mine"] = "1";
    api.defaults.headers.get["X-Get"] = "2";
    api.defaults.headers["X-Plain"] = "3";
    return given.outcome(() => api.get(given.url()));
  }),
  client(
    "a default that is deleted afterwards is not sent",
    async (api, given) => {
      api.defaults.headers.common["X-Mine"] = "1";
      delete api.defaults.headers.common["X-Mine"];
      delete api.defaults.headers.common.Accept;
      return given.outcome(() => api.get(given.url()));
    },
  ),
  client("a group that is added to the defaults is sent", (api, given) => {
    api.defaults.headers.purge = { "X-Mine": "1" };
    return given.outcome(() =>
      api.request({ url: given.url(), method: "purge" }),
    );
  }),
  client("a default token is changed and taken away", async (api, given) => {
    api.defaults.headers.common["Authorization"] = "Bearer a";
    const first = await given.outcome(() => api.get(given.url()));
    api.defaults.headers.common["Authorization"] = false;
    return [first, await given.outcome(() => api.get(given.url()))];
  }),
  client("the caller's headers are left as they are", async (api, given) => {
    const headers = { "X-Mine": "1", common: { "X-Common": "2" } };
    const outcome = await given.outcome(() =>
      api.post(given.url(), { a: 1 }, { headers }),
    );
    return [outcome, headers];
  }),
  client("the default headers of a client", (api) => ({
    common: api.defaults.headers.common,
    names: Object.keys(api.defaults.headers)
      .filter((name) => name !== "query")
      .sort(),
  })),
];
