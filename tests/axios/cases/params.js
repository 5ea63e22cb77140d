// @ts-check
// `params` and `paramsSerializer`, each sent and by `getUri`.

import { client, request } from "./make.js";

/** @type {Record<string, () => any>} */
const PARAMS = {
  undefined: () => undefined,
  null: () => null,
  "nothing in it": () => ({}),
  "text, numbers and booleans": () => ({
    a: "x",
    b: 1,
    c: 0,
    d: true,
    e: false,
  }),
  "null and undefined inside": () => ({ a: null, b: undefined, c: "" }),
  "a date": () => ({ at: new Date(Date.UTC(2026, 0, 2)) }),
  "an array": () => ({ a: [1, 2, "x y"] }),
  "an empty array": () => ({ a: [], b: 1 }),
  "an array with gaps": () => ({ a: [null, 1, undefined, "", 0, false] }),
  "an array of dates": () => ({ a: [new Date(0)] }),
  "an array of arrays": () => ({ a: [[1, 2], [3]] }),
  "an array of objects": () => ({ a: [{ b: 1 }, { b: 2, c: [3] }] }),
  "an object": () => ({ a: { b: 1, c: "x" } }),
  "an empty object": () => ({ a: {}, b: 1 }),
  "objects in objects": () => ({ a: { b: { c: { d: [1, 2] } } } }),
  "nulls in objects": () => ({ a: { b: null, c: undefined, d: [null] } }),
  "a key with brackets": () => ({ "a[]": [1, 2], "b[]": 1, "c[d]": 2 }),
  "a key that ends in {}": () => ({ "a{}": { b: 1 } }),
  "a key with dots": () => ({ "a.b": { c: 1 } }),
  "a key with spaces": () => ({ " a b ": "1" }),
  "what must be escaped": () => ({ "ü&=": "a&b=c#d?e/f%20+\u{1f389}" }),
  "what axios leaves unescaped": () => ({ a: ":$,[] @!'()*~;+" }),
  "a lone surrogate": () => ({ a: "\ud800" }),
  "URL parameters": () =>
    new URLSearchParams([
      ["a", "1 2"],
      ["a", "ü:$,[]"],
    ]),
  "empty URL parameters": () => new URLSearchParams(),
  "a map": () => ({ a: new Map([["b", 1]]) }),
  "a set": () => ({ a: new Set([1]) }),
  "an instance": () => ({
    a: new (class Point {
      x = 1;
      toString() {
        return "said";
      }
    })(),
  }),
  "an object with toISOString": () => ({ a: { toISOString: () => "x", b: 1 } }),
  "a function": () => ({ a: () => 1, b: 2 }),
  "not a number": () => ({ a: NaN, b: Infinity, c: -0, d: 1e21 }),
  "a big integer": () => ({ a: 10n }),
  "URL parameters inside": () => ({ a: new URLSearchParams("b=1") }),
  "a wrapped text": () => ({ a: new String("x") }),
  "without a prototype": () =>
    Object.assign(Object.create(null), {
      a: Object.assign(Object.create(null), { b: 1 }),
    }),
  text: () => "a=1",
  "an array itself": () => ["x", "y"],
};

/** @type {Record<string, () => any>} */
const SERIALIZERS = {
  "indexes: null": () => ({ indexes: null }),
  "indexes: false": () => ({ indexes: false }),
  "indexes: true": () => ({ indexes: true }),
  "dots: true": () => ({ dots: true }),
  "dots and indexes": () => ({ dots: true, indexes: true }),
  "metaTokens: false": () => ({ metaTokens: false }),
  encode: () => ({ encode: (/** @type {any} */ v) => `<${v}>` }),
  "encode that calls the default": () => ({
    encode: (/** @type {any} */ v, /** @type {any} */ own) =>
      own ? own(v) + "!" : v,
  }),
  serialize: () => ({
    serialize: (/** @type {any} */ params, /** @type {any} */ options) =>
      `said=${Object.keys(params)}&${Object.keys(options)}`,
  }),
  "a function": () => (/** @type {any} */ params) =>
    `said=${JSON.stringify(params)}`,
  "serialize to nothing": () => ({ serialize: () => "" }),
  visitor: () => ({
    visitor(
      /** @type {any} */ value,
      /** @type {any} */ key,
      /** @type {any} */ path,
      /** @type {any} */ helpers,
    ) {
      if (value === 1) {
        /** @type {any} */ (this).append(key, "one");
        return false;
      }
      return helpers.defaultVisitor.call(this, value, key, path);
    },
  }),
  "maxDepth: 1": () => ({ maxDepth: 1 }),
  "an unknown option": () => ({ mine: 1 }),
  "encode that is no function": () => ({ encode: 1 }),
};

const MIXED = () => ({
  a: [1, "x y"],
  b: { c: 1, d: [2, { e: 3 }] },
  "f{}": { g: 1 },
  "h[]": [1],
  at: new Date(0),
});

const DEFAULT = { a: 1, deep: { b: 2, c: 3 }, list: [1, 2] };

export default [
  ...Object.entries(PARAMS).flatMap(([kind, params]) => [
    request(`params: ${kind}`, () => ({ params: params() })),
    client(`getUri: ${kind}`, (api, given) =>
      given.outcome(() => api.getUri({ url: "/x?y=1#z", params: params() })),
    ),
  ]),
  ...Object.entries(SERIALIZERS).flatMap(([kind, serializer]) => [
    request(`paramsSerializer: ${kind}`, () => ({
      params: MIXED(),
      paramsSerializer: serializer(),
    })),
    client(`getUri: paramsSerializer: ${kind}`, (api, given) =>
      given.outcome(() =>
        api.getUri({
          url: "/x",
          params: MIXED(),
          paramsSerializer: serializer(),
        }),
      ),
    ),
    request(
      `paramsSerializer in the defaults: ${kind}`,
      () => ({ params: MIXED() }),
      () => ({ paramsSerializer: serializer() }),
    ),
  ]),
  client("params: what refers to itself", (api, given) => {
    /** @type {any} */
    const params = { a: {} };
    params.a.b = params.a;
    return given.outcome(() => api.getUri({ url: "/x", params }));
  }),
  request(
    "params: merged with the defaults' deeply",
    () => ({ params: { b: 2, deep: { c: 4, d: 5 }, list: [3] } }),
    () => ({ params: DEFAULT }),
  ),
  request(
    "params: the defaults' alone",
    () => ({}),
    () => ({ params: DEFAULT }),
  ),
  request(
    "params: undefined over the defaults'",
    () => ({ params: { a: undefined } }),
    () => ({ params: DEFAULT }),
  ),
  request(
    "params: null over the defaults'",
    () => ({ params: { a: null, deep: null } }),
    () => ({ params: DEFAULT }),
  ),
  request(
    "params: URL parameters over the defaults'",
    () => ({ params: new URLSearchParams("mine=1") }),
    () => ({ params: DEFAULT }),
  ),
  request(
    "params: URL parameters in the defaults",
    () => ({ params: { mine: 1 } }),
    () => ({ params: new URLSearchParams("default=1") }),
  ),
  request("params: to a URL that has some", ({ url }) => ({
    url: url(undefined, "/x?y=1"),
    params: { a: 1 },
  })),
  request("params: to a URL with a hash", ({ url }) => ({
    url: url(undefined, "/x#hash?no"),
    params: { a: 1 },
  })),
  request("params: to a URL that ends in ?", ({ url }) => ({
    url: url(undefined, "/x?"),
    params: { a: 1 },
  })),
  request("a URL with a hash and no params", ({ url }) => ({
    url: url(undefined, "/x?y=1#hash"),
  })),
  client("the caller's params are left as they are", async (api, given) => {
    const params = { a: [1], deep: { b: 1 } };
    await given.outcome(() => api.get(given.url(), { params }));
    return params;
  }),
];
