// @ts-check
// The class of headers: AxiosHeaders, and what stands for it.

import { client } from "./make.js";

/** @type {Record<string, (Class: any) => any>} */
const USES = {
  "made of nothing": (Class) => new Class(),
  "made of an object": (Class) =>
    new Class({ a: 1, B: "2", c: [1, 2], d: null, e: undefined, f: false }),
  "made of text": (Class) =>
    new Class("Content-Type: text/plain\nX-A: 1\r\nx-a: 2\nbad\n: none"),
  "made of native headers": (Class) => new Class(new Headers({ "X-A": "1" })),
  "made of a map": (Class) =>
    new Class(
      new Map([
        ["a", "1"],
        ["b", "2"],
      ]),
    ),
  "made of pairs": (Class) =>
    new Class([
      ["a", "1"],
      ["a", "2"],
    ]),
  "made of its like": (Class) => new Class(new Class({ "X-A": "1" })),
  "set: one": (Class) => new Class().set("X-A", "1"),
  "set: twice, in two spellings": (Class) =>
    new Class().set("X-A", "1").set("x-a", "2"),
  "set: not over what is there": (Class) =>
    new Class().set("a", "1").set("a", "2", false),
  "set: not over false": (Class) => new Class().set("a", false).set("a", "2"),
  "set: over false all the same": (Class) =>
    new Class().set("a", false).set("a", "2", true),
  "set: over false when it may not": (Class) =>
    new Class().set("a", false).set("a", "2", false),
  "set: over undefined when it may not": (Class) =>
    new Class({ a: undefined }).set("a", "2", false),
  "set: over null when it may not": (Class) =>
    new Class({ a: null }).set("a", "2", false),
  "set: an object": (Class) => new Class({ a: "1" }).set({ A: "2", b: "3" }),
  "set: an object, not over what is there": (Class) =>
    new Class({ a: "1" }).set({ A: "2", b: "3" }, false),
  "set: text of headers": (Class) => new Class().set("a: 1\nb: 2"),
  "set: a number, a date and white space": (Class) =>
    new Class().set("a", 1).set("b", new Date(0)).set("c", " x "),
  "set: nothing": (Class) => new Class().set(undefined).set(null).set("", "x"),
  "set: an empty name": (Class) => new Class().set(" ", "x"),
  "set: a line break": (Class) => new Class().set("a", "b\r\nc: d"),
  "get: in any case": (Class) => [
    new Class({ "X-A": "1" }).get("x-a"),
    new Class({ "x-a": "1" }).get("X-A"),
  ],
  "get: false and null": (Class) => [
    new Class({ a: false }).get("a"),
    new Class({ a: null }).get("a"),
  ],
  "get: parsed": (Class) => ({
    ...new Class({ a: "x=1; y=2, z" }).get("a", true),
  }),
  "has: false, null and undefined": (Class) => {
    const headers = new Class({ a: false, b: null, c: undefined });
    return ["a", "b", "c", "d"].map((name) => headers.has(name));
  },
  "has: with a function": (Class) =>
    new Class({ a: "1" }).has(
      "A",
      (/** @type {any} */ value, /** @type {any} */ name) =>
        value === "1" && name === "a",
    ),
  "delete: one": (Class) => {
    const headers = new Class({ "X-A": "1", b: "2" });
    return [headers.delete("x-a"), headers.delete("x-a"), headers];
  },
  "delete: several": (Class) => {
    const headers = new Class({ a: "1", b: "2", c: "3" });
    return [headers.delete(["A", "b", "none"]), headers];
  },
  "delete: with a matcher": (Class) => {
    const headers = new Class({ a: "1", b: "2" });
    return [headers.delete("a", /2/), headers.delete("b", /2/), headers];
  },
  clear: (Class) => {
    const headers = new Class({ a: "1" });
    return [headers.clear(), headers.clear(), headers];
  },
  "clear: with a matcher": (Class) => {
    const headers = new Class({ "x-a": "1", "x-b": "2", c: "3" });
    return [headers.clear(/^x-/), headers];
  },
  normalize: (Class) => {
    const headers = new Class();
    Object.assign(headers, { "x-a": "1", "X-A": "2", " b ": 3 });
    return Object.keys(headers.normalize());
  },
  "normalize: formatted": (Class) =>
    Object.keys(new Class({ "x-my-name": "1", ETAG: "2" }).normalize(true)),
  concat: (Class) =>
    new Class({ a: "1" }).concat(
      { A: "2" },
      "b: 3",
      undefined,
      new Class({ c: "4" }),
    ),
  "concat: of the class": (Class) => Class.concat({ a: "1" }, { b: "2" }),
  "concat: makes another": (Class) => {
    const headers = new Class({ a: "1" });
    return headers.concat() === headers;
  },
  from: (Class) => {
    const headers = new Class({ a: "1" });
    return [
      Class.from(headers) === headers,
      Class.from({ a: "2" }),
      Class.from("a: 3"),
      Class.from(undefined),
    ];
  },
  toJSON: (Class) =>
    new Class({ a: ["1", "2"], b: null, c: false, d: "" }).toJSON(),
  "toJSON: as text": (Class) => new Class({ a: ["1", "2"] }).toJSON(true),
  "toString()": (Class) => String(new Class({ a: ["1", "2"], B: "x" })),
  iteration: (Class) => [...new Class({ a: "1", b: ["2"] })],
  assignment: (Class) => {
    const headers = new Class();
    headers["X-A"] = "1";
    return [headers.get("x-a"), headers.has("X-a"), headers.toJSON()];
  },
  accessors: (Class) => {
    const headers = new Class();
    headers
      .setContentType("text/plain")
      .setAccept("a")
      .setAuthorization("b")
      .setUserAgent("c")
      .setContentLength(5)
      .setAcceptEncoding("d");
    return [
      headers.getContentType(),
      headers.hasAccept("a"),
      headers.getAuthorization(),
      headers.toJSON(),
    ];
  },
  "accessors: not over what is there": (Class) =>
    new Class({ "content-type": "a" }).setContentType("b", false),
  "accessor of one's own": (Class) => {
    Class.accessor("X-Mine-Own");
    const headers = new Class().setXMineOwn("1");
    return [headers.getXMineOwn(), headers.hasXMineOwn()];
  },
  "names of its own methods": (Class) => {
    const headers = new Class({ set: "1", get: "2", constructor: "3" });
    return [headers.get("set"), headers.has("get"), headers.toJSON()];
  },
  getSetCookie: (Class) => [
    new Class().getSetCookie(),
    new Class({ "set-cookie": ["a", "b"] }).getSetCookie(),
    new Class({ "Set-Cookie": "a" }).getSetCookie(),
  ],
};

export default Object.entries(USES).map(([name, use]) =>
  client(`class of headers: ${name}`, (_, given) =>
    given.outcome(() => use(given.Headers)),
  ),
);
