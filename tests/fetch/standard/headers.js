// @ts-check
// Headers, as they are given, checked and sent.

import { failure, outcome } from "../trial.js";

/**
 * What the server gets of these headers.
 * @param {import("../trial.js").Trial} t
 * @param {any} headers
 */
const own = async (t, headers) => {
  const sent = await t.sent({ headers });
  return Object.fromEntries(
    Object.entries(sent.headers).filter(([name]) => name.startsWith("x-")),
  );
};

/** @type {import("../standard.js").Case[]} */
export default [
  [
    "headers may be an object",
    (t) => own(t, { "X-A": "1", "x-b": 2 }),
    { "x-a": "1", "x-b": "2" },
  ],
  [
    "headers may be pairs",
    (t) =>
      own(t, [
        ["X-A", "1"],
        ["x-a", "2"],
      ]),
    { "x-a": "1, 2" },
  ],
  [
    "headers may be a Headers, which is not changed",
    async (t) => {
      const headers = new Headers({ "x-a": "1" });
      return [await own(t, headers), [...headers]];
    },
    [{ "x-a": "1" }, [["x-a", "1"]]],
  ],
  [
    "headers may be whatever can be gone through in pairs",
    (t) => own(t, new Map([["x-a", "1"]])),
    { "x-a": "1" },
  ],
  [
    "space around a value is taken off",
    (t) => own(t, { "x-a": "\t 1 \n" }),
    { "x-a": "1" },
  ],
  ["a value may be empty", (t) => own(t, { "x-a": "" }), { "x-a": "" }],
  [
    "a value is sent byte by byte",
    (t) => own(t, { "x-a": "\u00fc" }),
    { "x-a": "\u00fc" },
  ],
  [
    "a value beyond a byte is a TypeError",
    (t) => failure(own(t, { "x-a": "\u0100" })),
    "TypeError",
  ],
  [
    "a name that is none is a TypeError",
    (t) => failure(own(t, { "x a": "1" })),
    "TypeError",
  ],
  [
    "a line break in a value is a TypeError",
    (t) => failure(own(t, { "x-a": "1\r\n2" })),
    "TypeError",
  ],
  [
    "pairs of three are a TypeError",
    (t) => failure(own(t, [["x-a", "1", "2"]])),
    "TypeError",
  ],
  [
    "headers that are no object are a TypeError",
    (t) => failure(own(t, "x-a")),
    "TypeError",
  ],
  [
    "headers that only the browser sets are passed over",
    (t) =>
      t.sent({
        headers: { Cookie: "a=b", Host: "h", "Sec-A": "1", "Proxy-A": "1" },
      }),
  ],
  [
    "Accept and Accept-Language may be set",
    async (t) => {
      const headers = { Accept: "a/b", "Accept-Language": "xx" };
      const sent = await t.sent({ headers });
      return [sent.headers.accept, sent.headers["accept-language"]];
    },
    ["a/b", "xx"],
  ],
  [
    "the answer's headers can be read, and not be changed",
    async (t) => {
      const { headers } = await t.fetch(
        t.url({
          headers: [
            ["X-A", "1"],
            ["x-a", "2"],
            ["Set-Cookie", "fetch-hidden=1; Max-Age=0"],
          ],
        }),
      );
      const change = async () => headers.set("x-a", "3");
      return [
        headers.get("X-a"),
        headers.get("set-cookie"),
        headers.has("x-b"),
        await outcome(change()),
      ];
    },
  ],
];
