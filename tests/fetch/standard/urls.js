// @ts-check
// What a request is made to, and by which method.

import { failure, outcome } from "../trial.js";

/** @type {import("../standard.js").Case[]} */
export default [
  [
    "a request is a GET without a body",
    async (t) => {
      const { method, body, headers } = await t.sent();
      return [method, body, headers];
    },
  ],
  [
    "a method of the old ones is put in upper case",
    async (t) => (await t.sent({ method: "pOsT" })).method,
    "POST",
  ],
  [
    "a method of the later ones is left as it is",
    async (t) => (await t.sent({ method: "patch" })).method,
    "patch",
  ],
  [
    "a method may be of one's own",
    async (t) => (await t.sent({ method: "CHICKEN" })).method,
    "CHICKEN",
  ],
  [
    "a method that is no token is a TypeError",
    (t) => failure(t.fetch(t.url(), { method: "GE T" })),
    "TypeError",
  ],
  [
    "a method that is forbidden is a TypeError",
    (t) => failure(t.fetch(t.url(), { method: "TRACE" })),
    "TypeError",
  ],
  [
    "a GET with a body is a TypeError",
    (t) => outcome(t.fetch(t.url(), { body: "b" })),
  ],
  [
    "a HEAD has an answer without a body",
    (t) => outcome(t.fetch(t.url(), { method: "HEAD" })),
  ],
  [
    "a DELETE may have a body",
    async (t) => (await t.sent({ method: "DELETE", body: "b" })).body,
    "b",
  ],
  [
    "a PUT without a body says that its length is 0",
    (t) => t.header("content-length", { method: "PUT" }),
    "0",
  ],
  ["a URL may be relative to the page", (t) => outcome(t.fetch(t.path()))],
  ["a URL may be an object", (t) => outcome(t.fetch(new URL(t.url())))],
  [
    "a URL may be whatever gives one as text",
    (t) => outcome(t.fetch(/** @type {any} */ ({ toString: () => t.url() }))),
  ],
  [
    "what cannot be text is a TypeError",
    (t) => failure(t.fetch(/** @type {any} */ (Object.create(null)))),
    "TypeError",
  ],
  [
    "a symbol is a TypeError",
    (t) => outcome(t.fetch(/** @type {any} */ (Symbol()))),
  ],
  [
    "what throws when it is asked for its text rejects with that",
    (t) => {
      const toString = () => {
        throw new RangeError("mine");
      };
      return outcome(t.fetch(/** @type {any} */ ({ toString })));
    },
  ],
  ["a URL that is none is a TypeError", (t) => outcome(t.fetch("http://["))],
  [
    "a URL with a password in it is a TypeError",
    (t) => failure(t.fetch(t.url().replace("://", "://user:word@"))),
    "TypeError",
  ],
  [
    "a URL of no known scheme is a TypeError",
    (t) => outcome(t.fetch("nowhere:there")),
  ],
  [
    "a fragment is neither sent nor in the answer's URL",
    async (t) => {
      const { url } = await t.fetch(t.url() + "#there");
      const [{ target }] = await t.arrivals();
      return [url.includes("#"), target.includes("#")];
    },
    [false, false],
  ],
  [
    "a query arrives as URLs are written",
    async (t) =>
      (await t.sent({}, t.url() + "?a=b c&ü=%zz'\"[]|")).target.split("?")[1],
    "a=b%20c&%C3%BC=%zz%27%22[]|",
  ],
  [
    "dots in a path are resolved",
    async (t) => (await t.sent({}, t.url(undefined, "/a/../b/./c"))).target,
  ],
  ["space around a URL is taken off", (t) => outcome(t.fetch(` ${t.url()}\n`))],
  [
    "a data: URL has its data",
    async (t) => (await t.fetch("data:text/plain,hello")).text(),
    "hello",
  ],
  [
    "a data: URL that is none is a TypeError",
    (t) => outcome(t.fetch("data:hello")),
  ],
  [
    "a blob: URL has its blob",
    async (t) => {
      const url = URL.createObjectURL(new Blob(["b"], { type: "text/x" }));
      const { headers, text, status } = await outcome(t.fetch(url));
      URL.revokeObjectURL(url);
      return { headers, text, status };
    },
  ],
  [
    "a blob: URL takes GET only",
    (t) => {
      const url = URL.createObjectURL(new Blob(["b"]));
      return failure(t.fetch(url, { method: "POST" }));
    },
    "TypeError",
  ],
  [
    "a blob: URL that is revoked is a TypeError",
    (t) => {
      const url = URL.createObjectURL(new Blob(["b"]));
      URL.revokeObjectURL(url);
      return failure(t.fetch(url));
    },
    "TypeError",
  ],
  [
    "whatever is wrong, a promise rejects and nothing is thrown",
    async (t) => {
      const promise = t.fetch("http://[", /** @type {any} */ (5));
      return [promise instanceof Promise, await failure(promise)];
    },
    [true, "TypeError"],
  ],
];
