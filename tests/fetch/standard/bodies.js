// @ts-check
// Bodies of requests: what they are sent as, and that they are used once.

import { failure, outcome } from "../trial.js";

const BYTES = Uint8Array.from({ length: 256 }, (_, at) => at);

/** @type {import("../standard.js").Case[]} */
export default [
  ["a string", (t) => t.body("grün"), ["text/plain;charset=UTF-8", "grün"]],
  ["an empty string", (t) => t.body(""), ["text/plain;charset=UTF-8", ""]],
  [
    "a lone surrogate is replaced",
    async (t) => (await t.body("\ud800"))[1],
    "\ufffd",
  ],
  [
    "a string under a type of its own",
    (t) => t.body("{}", { headers: { "Content-Type": "application/json" } }),
    ["application/json", "{}"],
  ],
  ["a number is text", async (t) => (await t.body(5))[1], "5"],
  [
    "an object is text as well",
    async (t) => (await t.body({ a: 1 }))[1],
    "[object Object]",
  ],
  [
    "null is no body",
    async (t) => (await t.sent({ method: "POST", body: null })).headers,
  ],
  [
    "parameters",
    (t) => t.body(new URLSearchParams("a=b c&ü=1")),
    ["application/x-www-form-urlencoded;charset=UTF-8", "a=b+c&%C3%BC=1"],
  ],
  [
    "a form",
    (t) => {
      const form = new FormData();
      form.append("a", "1");
      form.append("a", 'with "quotes"\nand a line');
      return t.body(form);
    },
  ],
  [
    "a form with files",
    (t) => {
      const form = new FormData();
      form.append("text", new File(["one"], "öne.txt", { type: "text/plain" }));
      form.append("blob", new Blob(["two"]));
      return t.body(form);
    },
  ],
  [
    "a blob under its type",
    (t) => t.body(new Blob(["b"], { type: "text/x" })),
    ["text/x", "b"],
  ],
  ["a blob of no type", (t) => t.body(new Blob([BYTES]))],
  [
    "a file",
    (t) => t.body(new File(["f"], "name", { type: "a/b" })),
    ["a/b", "f"],
  ],
  [
    "a part of a blob",
    async (t) => (await t.body(new Blob(["hello"]).slice(1, 3)))[1],
    "el",
  ],
  ["a buffer", (t) => t.body(BYTES.buffer)],
  [
    "a view of a part of a buffer",
    async (t) => (await t.body(BYTES.subarray(65, 70)))[1],
    "ABCDE",
  ],
  [
    "a DataView",
    async (t) => (await t.body(new DataView(BYTES.buffer, 65, 2)))[1],
    "AB",
  ],
  [
    "a megabyte",
    async (t) => {
      const { body, headers } = await t.sent({
        method: "POST",
        body: "0123456789abcdef".repeat(65536),
      });
      return [body.length, body.slice(-4), headers["content-length"]];
    },
    [1048576, "cdef", "1048576"],
  ],
  [
    "a body is what it was at the call",
    async (t) => {
      const bytes = new Uint8Array([65, 66]);
      const form = new FormData();
      const [first, second] = [
        t.fetch(t.url(undefined, "/1"), { method: "POST", body: bytes }),
        t.fetch(t.url(undefined, "/2"), { method: "POST", body: form }),
      ];
      bytes[0] = 90;
      form.append("late", "1");
      await Promise.all([first, second]);
      const sent = (await t.arrivals()).sort((a, b) =>
        a.target < b.target ? -1 : 1,
      );
      return sent.map(
        ({ body }) => body.includes("AB") || !body.includes("late"),
      );
    },
    [true, true],
  ],
  [
    "headers and init are what they were at the call",
    async (t) => {
      const headers = new Headers({ "x-a": "1" });
      const init = { method: "PUT", headers };
      const pending = t.fetch(t.url(), init);
      init.method = "POST";
      headers.set("x-a", "2");
      await pending;
      const [{ method, headers: sent }] = await t.arrivals();
      return [method, sent["x-a"]];
    },
    ["PUT", "1"],
  ],
  [
    "a stream without `duplex`",
    (t) =>
      outcome(
        t.fetch(t.url(), { method: "POST", body: new Blob(["s"]).stream() }),
      ),
    undefined,
    { once: true },
  ],
  [
    "a stream",
    async (t) => {
      const init = {
        method: "POST",
        body: new Blob(["s"]).stream(),
        duplex: "half",
      };
      return [await outcome(t.fetch(t.url(), init)), await t.arrivals()];
    },
    undefined,
    { once: true },
  ],
  [
    "a request's body is used from the call on",
    async (t) => {
      const request = new Request(t.url(), { method: "POST", body: "b" });
      const before = request.bodyUsed;
      const pending = t.fetch(request);
      const during = request.bodyUsed;
      await pending;
      return [before, during, await failure(request.text())];
    },
    [false, true, "TypeError"],
  ],
  [
    "a request whose body is used is a TypeError",
    async (t) => {
      const request = new Request(t.url(), { method: "POST", body: "b" });
      await request.text();
      return [await outcome(t.fetch(request)), await t.arrivals()];
    },
  ],
  [
    "a request with a body is sent once",
    async (t) => {
      const request = new Request(t.url(), { method: "POST", body: "b" });
      const both = [failure(t.fetch(request)), failure(t.fetch(request))];
      return [await Promise.all(both), (await t.arrivals()).length];
    },
    [["none", "TypeError"], 1],
  ],
  [
    "a request without a body is sent as often as one likes",
    async (t) => {
      const request = new Request(t.url());
      await t.fetch(request);
      await t.fetch(request);
      return [request.bodyUsed, (await t.arrivals()).length];
    },
    [false, 2],
  ],
  [
    "a request and its clone are both sent",
    async (t) => {
      const request = new Request(t.url(), { method: "POST", body: BYTES });
      await t.fetch(request.clone());
      const before = request.bodyUsed;
      await t.fetch(request);
      const [first, second] = await t.arrivals();
      return [before, first.body === second.body, first.body.length];
    },
    [false, true, 512],
  ],
  [
    "a request whose body is being read is a TypeError",
    async (t) => {
      const request = new Request(t.url(), { method: "POST", body: "b" });
      const reader = request.body?.getReader();
      return reader ? failure(t.fetch(request)) : "TypeError";
    },
    "TypeError",
  ],
  [
    "whether a request's body is used where an init has another",
    async (t) => {
      const request = new Request(t.url(), { method: "POST", body: "b" });
      const { body } = await t.sent({ body: "other" }, request);
      return [body, request.bodyUsed];
    },
  ],
  [
    "the caller's request keeps its headers",
    async (t) => {
      const request = new Request(t.url(), { headers: { "x-a": "1" } });
      await t.fetch(request);
      return [...request.headers];
    },
    [["x-a", "1"]],
  ],
];
