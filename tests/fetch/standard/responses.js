// @ts-check
// What one gets: the platform's own `Response`, for every status.

import { failure, outcome } from "../trial.js";

const STATUSES = [
  200, 201, 202, 203, 204, 205, 206, 299, 300, 304, 400, 403, 404, 409, 410,
  418, 422, 429, 500, 502, 503, 599,
];

/** @type {import("../standard.js").Case[]} */
export default [
  ["an answer", (t) => outcome(t.fetch(t.url()))],
  [
    "every status is an answer",
    async (t) => {
      const answers = [];
      for (const status of STATUSES)
        answers.push(
          await outcome(
            t.fetch(
              t.url({
                status,
                body: [204, 205, 304].includes(status) ? "" : "b",
              }),
            ),
          ),
        );
      return answers;
    },
  ],
  [
    "it is a Response and nothing more",
    async (t) => {
      const response = await t.fetch(t.url());
      return [
        Object.getPrototypeOf(response) === Response.prototype,
        Object.keys(response),
      ];
    },
    [true, []],
  ],
  [
    "JSON",
    async (t) => (await t.fetch(t.url({ body: '{"a":[1]}' }))).json(),
    { a: [1] },
  ],
  [
    "JSON that is none",
    async (t) => outcome((await t.fetch(t.url({ body: "{" }))).json()),
  ],
  [
    "JSON of nothing",
    async (t) => failure((await t.fetch(t.url({ body: "" }))).json()),
    "SyntaxError",
  ],
  [
    "text without its byte order mark",
    async (t) => (await t.fetch(t.url({ body: "\ufefftext" }))).text(),
    "text",
  ],
  [
    "bytes",
    async (t) => [
      ...new Uint8Array(
        await (await t.fetch(t.url({ body: "ü" }))).arrayBuffer(),
      ),
    ],
    [195, 188],
  ],
  [
    "a blob of the answer's type",
    async (t) => {
      const headers = /** @type {[string, string][]} */ ([
        ["content-type", "Text/X; a=b"],
      ]);
      const blob = await (await t.fetch(t.url({ body: "b", headers }))).blob();
      return [blob.type, blob.size, await blob.text()];
    },
  ],
  [
    "a form",
    async (t) => {
      const headers = /** @type {[string, string][]} */ ([
        ["content-type", "application/x-www-form-urlencoded"],
      ]);
      return [
        ...(await (
          await t.fetch(t.url({ body: "a=1&b=%C3%BC", headers }))
        ).formData()),
      ];
    },
    [
      ["a", "1"],
      ["b", "ü"],
    ],
  ],
  [
    "a form in parts",
    async (t) => {
      const headers = /** @type {[string, string][]} */ ([
        ["content-type", "multipart/form-data; boundary=x"],
      ]);
      const part = (/** @type {string} */ head, /** @type {string} */ body) =>
        `--x\r\nContent-Disposition: form-data; ${head}\r\n\r\n${body}\r\n`;
      const body =
        part('name="a"', "1") +
        part('name="f"; filename="n.txt"', "file") +
        "--x--\r\n";
      const form = await (await t.fetch(t.url({ body, headers }))).formData();
      const file = /** @type {File} */ (form.get("f"));
      return [form.get("a"), file.name, await file.text()];
    },
    ["1", "n.txt", "file"],
  ],
  [
    "a form that is none",
    async (t) => outcome((await t.fetch(t.url())).formData()),
  ],
  [
    "a body is read once",
    async (t) => {
      const response = await t.fetch(t.url());
      await response.text();
      return [response.bodyUsed, await outcome(response.json())];
    },
  ],
  [
    "an answer and its clone are both read",
    async (t) => {
      const response = await t.fetch(t.url());
      const clone = response.clone();
      return [
        await response.text(),
        await clone.json(),
        clone.url === response.url,
      ];
    },
    ['{"ok":true}', { ok: true }, true],
  ],
  [
    "an answer that is used cannot be cloned",
    async (t) => {
      const response = await t.fetch(t.url());
      await response.text();
      return outcome((async () => response.clone())());
    },
  ],
  [
    "a body comes piece by piece",
    async (t) => {
      const { body } = await t.fetch(t.url({ pieces: ["one", "two"] }));
      const reader = /** @type {ReadableStream} */ (body).getReader();
      let text = "";
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return text;
        text += new TextDecoder().decode(value);
      }
    },
    "onetwo",
  ],
  [
    "a body may be cancelled",
    async (t) => {
      const response = await t.fetch(t.url());
      await response.body?.cancel();
      return [response.bodyUsed, await failure(response.text())];
    },
    [true, "TypeError"],
  ],
  [
    "a body may be piped through",
    async (t) => {
      const { body } = await t.fetch(t.url({ body: "piped" }));
      const text = /** @type {ReadableStream} */ (body).pipeThrough(
        new TextDecoderStream(),
      );
      return (await text.getReader().read()).value;
    },
    "piped",
  ],
  [
    "a large answer",
    async (t) =>
      (
        await (
          await t.fetch(t.url({ body: "0123456789", times: 100_000 }))
        ).text()
      ).length,
    1_000_000,
  ],
  [
    "a network error is a TypeError",
    (t) => outcome(t.fetch(t.url({ end: "cut" }))),
  ],
  [
    "a connection that is cut in the body fails the reading",
    async (t) => {
      const response = await t.fetch(t.url({ end: "body-cut" }));
      return [response.status, await failure(response.text())];
    },
    [200, "TypeError"],
  ],
  [
    "a port without a server is a TypeError",
    (t) => outcome(t.fetch("http://localhost:1/")),
  ],
];
