// @ts-check
// Response headers as a caller reads them.

import { client } from "./make.js";

const ANSWER = {
  headers: /** @type {[string, string][]} */ ([
    ["content-type", "text/plain; charset=utf-8"],
    ["X-Total", "12"],
    ["x-list", "a, b"],
    ["x-twice", "1"],
    ["x-twice", "2"],
    ["x-pairs", "a=1; b=2, c"],
    ["x-empty", ""],
  ]),
  body: "said",
};

/** @type {Record<string, (headers: any) => any>} */
const READS = {
  'headers["x-total"]': (headers) => headers["x-total"],
  'headers["X-Total"]': (headers) => headers["X-Total"],
  'get("x-total")': (headers) => headers.get("x-total"),
  'get("X-TOTAL")': (headers) => headers.get("X-TOTAL"),
  'get(" x-total ")': (headers) => headers.get(" x-total "),
  'get("x-none")': (headers) => headers.get("x-none"),
  'get("x-empty")': (headers) => headers.get("x-empty"),
  'get("x-twice")': (headers) => headers.get("x-twice"),
  "get with true": (headers) => headers.get("x-pairs", true),
  "get with a function": (headers) =>
    headers.get(
      "x-list",
      (/** @type {any} */ value, /** @type {any} */ key) => [value, key],
    ),
  "get with a pattern": (headers) => [...headers.get("x-total", /1(.)/)],
  "get with something else": (headers) => headers.get("x-total", "?"),
  'has("X-Total")': (headers) => headers.has("X-Total"),
  'has("x-none")': (headers) => headers.has("x-none"),
  "has with text": (headers) => [
    headers.has("x-list", "a"),
    headers.has("x-list", "z"),
  ],
  "has with a pattern": (headers) => headers.has("x-list", /b$/),
  getContentType: (headers) => headers.getContentType(),
  "getContentType with a pattern": (headers) => [
    ...headers.getContentType(/charset=(.*)/),
  ],
  getContentLength: (headers) => headers.getContentLength(),
  hasContentType: (headers) => headers.hasContentType("text/"),
  "own keys": (headers) => Object.keys(headers).sort(),
  iteration: (headers) =>
    [...headers].filter(([name]) => name.startsWith("x-")),
  spread: (headers) => ({ ...headers })["x-total"],
  toJSON: (headers) => headers.toJSON()["x-twice"],
  "JSON.stringify": (headers) => JSON.parse(JSON.stringify(headers))["x-total"],
  "toString()": (headers) =>
    headers
      .toString()
      .split("\n")
      .sort()
      .filter((/** @type {string} */ l) => l.startsWith("x-")),
  "its tag": (headers) => Object.prototype.toString.call(headers),
  in: (headers) => ["x-total" in headers, "x-none" in headers],
  "set and delete": (headers) => {
    headers.set("X-New", "1");
    headers.delete("X-Total");
    return [headers.get("x-new"), headers.has("x-total")];
  },
  getSetCookie: (headers) => headers.getSetCookie(),
};

export default Object.entries(READS).map(([name, read]) =>
  client(`response headers: ${name}`, async (api, given) => {
    const { headers } = await api.get(given.url(ANSWER));
    return given.outcome(() => read(headers));
  }),
);
