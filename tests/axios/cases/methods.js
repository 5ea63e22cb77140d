// @ts-check
// Methods by every way to call them.

import { bodies } from "./bodies.js";
import { call, request } from "./make.js";

const WITHOUT_DATA = ["get", "delete", "head", "options"];
const WITH_DATA = ["post", "put", "patch"];
const ALL = [...WITHOUT_DATA, ...WITH_DATA];

const config = () => ({ params: { a: 1 }, headers: { "X-Mine": "1" } });

export default [
  ...WITHOUT_DATA.flatMap((method) => [
    call(`${method}: api.${method}(url)`, (api, { url }) => api[method](url())),
    call(`${method}: api.${method}(url, config)`, (api, { url }) =>
      api[method](url(), config()),
    ),
    call(`${method}: api.${method}(url, { data })`, (api, { url }) =>
      api[method](url(), { data: { a: 1 } }),
    ),
  ]),
  ...WITH_DATA.flatMap((method) => [
    call(`${method}: api.${method}(url)`, (api, { url }) => api[method](url())),
    call(`${method}: api.${method}(url, data)`, (api, { url }) =>
      api[method](url(), { a: 1 }),
    ),
    call(`${method}: api.${method}(url, data, config)`, (api, { url }) =>
      api[method](url(), { a: 1 }, config()),
    ),
    call(`${method}: its data wins over the config's`, (api, { url }) =>
      api[method](url(), { mine: 1 }, { data: { others: 1 } }),
    ),
    call(`${method}: api.${method}Form(url, data)`, (api, { url }) =>
      api[method + "Form"](url(), { a: 1, list: [1, 2] }),
    ),
    call(`${method}: api.${method}Form(url, data, config)`, (api, { url }) =>
      api[method + "Form"](url(), { a: { b: 1 } }, config()),
    ),
  ]),
  ...ALL.flatMap((method) => [
    request(`${method}: api.request(config)`, () => ({ method, ...config() })),
    request(`${method}: in capitals`, () => ({ method: method.toUpperCase() })),
    call(`${method}: api(config)`, (api, { url }) =>
      api({ method, url: url() }),
    ),
    call(`${method}: api(url, config)`, (api, { url }) =>
      api(url(), { method }),
    ),
    call(`${method}: api.request(url, config)`, (api, { url }) =>
      api.request(url(), { method }),
    ),
    request(
      `${method}: as the client's default`,
      () => ({ data: { a: 1 } }),
      () => ({ method }),
    ),
  ]),
  call("query: api.query(url, data)", (api, { url }) =>
    api.query(url(), { a: 1 }),
  ),
  request("get: when no method is named"),
  request("get: when the method is undefined", () => ({ method: undefined })),
  request("a method of one's own: PURGE", () => ({ method: "PURGE" })),
  request("a method of one's own: propfind", () => ({
    method: "propfind",
    data: { a: 1 },
  })),
  request("a method that is none", () => ({ method: "a b" })),
  request("a method that fetch forbids", () => ({ method: "TRACE" })),
  call("api(url) alone", (api, { url }) => api(url())),
  call("the alias's method wins over the config's", (api, { url }) =>
    api.get(url(), { method: "post" }),
  ),
  call("the alias's url wins over the config's", (api, { url }) =>
    api.get(url(undefined, "/mine"), { url: "/others" }),
  ),
  ...["post", "put", "patch", "delete", "get"].flatMap((method) =>
    Object.entries(bodies).map(([kind, body]) =>
      request(`${method} ${kind}`, () => ({ method, data: body() })),
    ),
  ),
];
