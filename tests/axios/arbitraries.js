// @ts-check
// What the properties are tried with.

import fc from "fast-check";

/** Letters that mean something to a URL, a form or a header, and some that do not. */
const text = fc.string({
  unit: fc.constantFrom(..."ab01 :$,[]{}.+-_~!'()*&=#?/%\\\"<>ü\u{1f389}\n"),
  maxLength: 6,
});

const key = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom("a", "b", "c", "a[]", "b{}", "c.d", "a b"),
  },
  // axios trims the last of nested names; what a form makes of such names has cases of its own.
  { weight: 1, arbitrary: text.map((name) => name.trim()) },
);

const scalar = fc.oneof(
  text,
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constantFrom(null, undefined, ""),
  fc.date({
    noInvalidDate: true,
    min: new Date(0),
    max: new Date("2100-01-01"),
  }),
);

const { tree } = fc.letrec((/** @type {any} */ tie) => ({
  tree: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalar,
    fc.array(tie("tree"), { maxLength: 4 }),
    fc.dictionary(key, tie("tree"), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

export const data = fc.dictionary(key, tree, {
  maxKeys: 5,
  noNullPrototype: true,
});

export const params = fc.oneof(
  { weight: 8, arbitrary: data },
  { weight: 1, arbitrary: fc.constantFrom(undefined, null) },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.tuple(text, text))
      .map((pairs) => new URLSearchParams(pairs)),
  },
);

/** Options that may be absent. */
const some = (/** @type {any} */ model) =>
  fc.option(fc.record(model, { requiredKeys: [] }), { nil: undefined });

export const formSerializer = some({
  indexes: fc.constantFrom(null, true, false),
  dots: fc.boolean(),
  metaTokens: fc.boolean(),
});

export const serializer = formSerializer;

export const baseURL = fc.oneof(
  fc.constantFrom(
    undefined,
    "",
    "/",
    "/b",
    "/b/",
    "//b",
    "https://a.example",
    "https://a.example/b//",
  ),
  fc.webUrl(),
);

export const path = fc.oneof(
  fc.constantFrom(
    "",
    "/",
    "x",
    "/x",
    "//x",
    "./x",
    "../x",
    "?a=1",
    "#h",
    "HTTP://a.example/x",
    "a:b",
  ),
  fc.webUrl(),
  text,
);

/** What follows the first word of a field's name. */
const fieldPath = fc.array(
  fc.constantFrom("[a]", "[b c]", "[0]", "[1]", "[]", ".a", ".0"),
  { maxLength: 3 },
);

/** Fields as forms have them: under one first word names of one kind, some more than once. */
export const entries = fc
  .uniqueArray(
    fc.record({
      word: fc.constantFrom("a", "b", "c-d", "0"),
      path: fieldPath,
      values: fc.array(text, { minLength: 1, maxLength: 3 }),
    }),
    { selector: ({ word }) => word },
  )
  .map((fields) =>
    fields.flatMap(({ word, path, values }) =>
      values.map((value) => [word + path.join(""), value]),
    ),
  );

const headerName = fc.constantFrom(
  "X-A",
  "x-a",
  "X-B",
  "x-B",
  "Accept",
  "accept",
  "Content-Type",
  "content-type",
);

const headerValue = fc.oneof(
  fc.constantFrom("1", "text/plain", " a ", "ü", "a, b; c=d"),
  fc.integer(),
  fc.boolean(),
  fc.constantFrom(null, undefined),
  fc.array(fc.constantFrom("a", "b"), { minLength: 1, maxLength: 3 }),
);

/** Each name once, however it is spelled. */
export const headers = fc
  .uniqueArray(fc.tuple(headerName, headerValue), {
    selector: ([name]) => name.toLowerCase(),
    maxLength: 4,
  })
  .map((entries) => Object.fromEntries(entries));

/** Defaults that say something, all in one spelling: axios takes two for two headers, and either may win. */
const defaultHeaders = fc.dictionary(
  fc.constantFrom("X-A", "X-B", "Accept", "Content-Type"),
  headerValue.filter((value) => !!value || value === 0),
  { maxKeys: 4, noNullPrototype: true },
);

export const headerGroups = fc
  .record(
    {
      common: defaultHeaders,
      post: defaultHeaders,
      get: defaultHeaders,
      plain: defaultHeaders,
    },
    { requiredKeys: [] },
  )
  .map(({ plain, ...groups }) => ({ ...plain, ...groups }));

const rewrite = fc.constantFrom(undefined, true, false);

export const headerOrders = fc.array(
  fc.oneof(
    fc.tuple(fc.constant("set"), headerName, headerValue, rewrite),
    fc.tuple(fc.constant("set"), headers, rewrite),
    fc.tuple(fc.constant("get"), headerName),
    fc.tuple(fc.constant("has"), headerName),
    fc.tuple(fc.constant("delete"), headerName),
    fc.tuple(fc.constant("normalize"), fc.constantFrom(undefined, true)),
    fc.tuple(fc.constant("getContentType")),
    fc.tuple(fc.constant("setAccept"), headerValue, rewrite),
  ),
  { maxLength: 8 },
);

export const answer = fc.oneof(
  fc.json(),
  text,
  fc.constantFrom("", "null", " 1 ", "\ufeff{}", "{", '"'),
);
