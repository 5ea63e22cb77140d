// @ts-check
// toFormData, formToJSON, and bodies that become forms, with every option of the serializer.

import { client, request } from "./make.js";

/** @type {Record<string, () => any>} */
const DATA = {
  flat: () => ({ a: "x", b: 1, c: true, d: false, e: 0, f: "" }),
  "null and undefined": () => ({
    a: null,
    b: undefined,
    c: { d: null, e: undefined },
  }),
  "a date": () => ({ at: new Date(0), deep: { at: new Date(0) } }),
  "an array": () => ({ a: [1, "x", true, null, undefined] }),
  "an empty array and object": () => ({ a: [], b: {} }),
  "arrays in arrays": () => ({
    a: [
      [1, 2],
      [3, [4]],
    ],
  }),
  "objects in arrays": () => ({ a: [{ b: 1 }, { c: [2] }] }),
  "objects in objects": () => ({ a: { b: { c: { d: 1 } } } }),
  "a blob and a file": () => ({
    blob: new Blob(["b"], { type: "image/png" }),
    file: new File(["f"], "f.txt", { type: "text/plain" }),
    files: [new File(["1"], "1.txt"), new File(["2"], "2.txt")],
  }),
  bytes: () => ({ a: new Uint8Array([1, 2]), b: new ArrayBuffer(2) }),
  "keys with {}": () => ({
    "a{}": { b: [1] },
    "b{}": [1],
    deep: { "c{}": { d: 1 } },
  }),
  "keys with []": () => ({
    "a[]": [1, 2],
    "b[]": 1,
    "c[]": { d: 1 },
    "d[]": [{ e: 1 }],
  }),
  "keys with spaces and dots": () => ({ " a ": 1, "b.c": { "d.e": 2 } }),
  "an array itself": () => ["x", { a: 1 }],
  functions: () => ({ a: () => 1, b: Symbol.iterator.toString() }),
};

/** @type {Record<string, () => any>} */
const OPTIONS = {
  "by default": () => undefined,
  "indexes: true": () => ({ indexes: true }),
  "indexes: null": () => ({ indexes: null }),
  "dots: true": () => ({ dots: true }),
  "metaTokens: false": () => ({ metaTokens: false }),
  "all of them": () => ({ dots: true, indexes: true, metaTokens: false }),
};

/** @type {Record<string, [string, string][]>} */
const NAMES = {
  flat: [
    ["a", "1"],
    ["b", "2"],
  ],
  repeated: [
    ["a", "1"],
    ["a", "2"],
    ["a", "3"],
  ],
  "empty brackets": [
    ["a[]", "1"],
    ["a[]", "2"],
  ],
  indexes: [
    ["a[0]", "1"],
    ["a[1]", "2"],
  ],
  "indexes with gaps": [
    ["a[5]", "1"],
    ["a[1]", "2"],
  ],
  brackets: [
    ["a[b][c]", "1"],
    ["a[b][d]", "2"],
  ],
  dots: [
    ["a.b.c", "1"],
    ["a.b.d", "2"],
  ],
  mixed: [
    ["a[0].b", "1"],
    ["a[0][c]", "2"],
    ["a[1].b[]", "3"],
  ],
  "a name of a prototype": [
    ["__proto__[x]", "1"],
    ["constructor", "2"],
  ],
  "words and arrays": [
    ["a", "1"],
    ["a[b]", "2"],
  ],
  "names with other letters": [
    ["a-b", "1"],
    ["c d", "2"],
    ["é[ü]", "3"],
    ["$", "4"],
  ],
  "an empty name": [["", "1"]],
  "brackets that do not close": [
    ["a[b", "1"],
    ["[c]", "2"],
    ["d]", "3"],
  ],
};

const filled = (/** @type {[string, string][]} */ entries) => {
  const form = new FormData();
  for (const [name, value] of entries) form.append(name, value);
  return form;
};

/** @this {FormData} */
const visitor = function (
  /** @type {any} */ value,
  /** @type {any} */ key,
  /** @type {any} */ path,
  /** @type {any} */ helpers,
) {
  if (typeof value === "number") {
    this.append(`number-${key}`, helpers.convertValue(value * 2));
    return false;
  }
  return helpers.defaultVisitor.call(this, value, key, path);
};

export default [
  ...Object.entries(DATA).flatMap(([kind, data]) =>
    Object.entries(OPTIONS).map(([choice, options]) =>
      client(`toFormData: ${kind}, ${choice}`, (_, given) =>
        given.outcome(() => given.toFormData(data(), null, options())),
      ),
    ),
  ),
  ...Object.entries(DATA).flatMap(([kind, data]) => [
    request(`multipart: ${kind}`, () => ({
      method: "post",
      data: data(),
      headers: { "Content-Type": "multipart/form-data" },
    })),
    request(`urlencoded: ${kind}`, () => ({
      method: "post",
      data: data(),
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
    })),
  ]),
  ...["multipart/form-data", "application/x-www-form-urlencoded"].flatMap(
    (type) =>
      Object.entries({ ...OPTIONS, visitor: () => ({ visitor }) }).map(
        ([choice, options]) =>
          request(`formSerializer: ${choice}, ${type}`, () => ({
            method: "post",
            data: {
              a: [1, { b: 2 }],
              "c{}": { d: 1 },
              "e[]": 1,
              f: { g: [1] },
            },
            headers: { "Content-Type": type },
            formSerializer: options(),
          })),
      ),
  ),
  client("toFormData: into a form that is there", (_, given) =>
    given.outcome(() => given.toFormData({ b: 2 }, filled([["a", "1"]]))),
  ),
  client("toFormData: a visitor", (_, given) =>
    given.outcome(() =>
      given.toFormData({ a: 1, b: { c: 2, d: "x" } }, null, { visitor }),
    ),
  ),
  client("toFormData: a visitor that is no function", (_, given) =>
    given.outcome(() => given.toFormData({ a: 1 }, null, { visitor: 1 })),
  ),
  ...[null, undefined, 1, "x"].map((value) =>
    client(`toFormData: of ${value}`, (_, given) =>
      given.outcome(() => given.toFormData(value)),
    ),
  ),
  client("toFormData: what refers to itself", (_, given) => {
    /** @type {any} */
    const data = { a: {} };
    data.a.b = data;
    return given.outcome(() => given.toFormData(data));
  }),
  client("toFormData: maxDepth", (_, given) =>
    given.outcome(() =>
      given.toFormData({ a: { b: { c: 1 } } }, null, { maxDepth: 1 }),
    ),
  ),
  ...Object.entries(NAMES).flatMap(([kind, entries]) => [
    client(`formToJSON: ${kind}`, (_, given) =>
      given.outcome(() => given.formToJSON(filled(entries))),
    ),
    request(`a form as JSON: ${kind}`, () => ({
      method: "post",
      data: filled(entries),
      headers: { "Content-Type": "application/json" },
    })),
  ]),
  client("formToJSON: an HTML form", (_, given) => {
    const form = document.createElement("form");
    form.innerHTML =
      "<input name=a value=1><select multiple name=b[]><option selected>1<option selected>2</select>";
    return given.outcome(() => given.formToJSON(form));
  }),
  client("formToJSON: with a file", (_, given) => {
    const form = filled([["a", "1"]]);
    form.append("file", new File(["f"], "f.txt"));
    return given.outcome(() => given.formToJSON(form));
  }),
];
