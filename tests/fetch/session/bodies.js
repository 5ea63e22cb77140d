// @ts-check
// Bodies of requests that are refused: sent again byte by byte, or known beforehand to be sent once.

import { Visit, equal, rejection } from "../visit.js";

const BYTES = Uint8Array.from({ length: 256 }, (_, at) => at);

/** Each made anew, as what it has to arrive as. @type {Record<string, () => any>} */
const BODIES = {
  "a string": () => "grün",
  "an empty string": () => "",
  parameters: () => new URLSearchParams("a=b c&ü=1"),
  "a blob": () => new Blob([BYTES], { type: "text/x" }),
  "a file": () => new File([BYTES, BYTES], "name"),
  "a buffer": () => BYTES.slice().buffer,
  "a view": () => BYTES.subarray(10, 20),
  "a megabyte": () => new Uint8Array(1 << 20).fill(7),
};

const form = () => {
  const body = new FormData();
  body.append("text", "grün");
  body.append("file", new File([BYTES], "n.bin", { type: "a/b" }));
  return body;
};

/** As an init's body, and as a request's. @type {Record<string, (body: any) => [any, any?]>} */
const SHAPES = {
  "in an init": (body) => ["/b/mirror", { method: "POST", body }],
  "in a request": (body) => [
    new Request("/b/mirror", { method: "POST", body }),
  ],
  "in a request and an init": (body) => [
    new Request("/b/mirror", { method: "POST", body }),
    { headers: { "content-type": "over/it", "x-a": "1" } },
  ],
  "in a clone": (body) => [
    new Request("/b/mirror", { method: "POST", body }).clone(),
  ],
};

/** @param {Blob | Response} of */
const bytes = async (of) => String(new Uint8Array(await of.arrayBuffer()));

/** @param {Visit} visit */
const wasSentTwice = async (visit) => {
  equal(await visit.count("calls"), 2, "how often it was sent");
  equal(await visit.refreshes(), 1, "the refreshes");
};

/** A fetch that refuses the old token, having read the request; `seen` has what it read. */
const refuser =
  (/** @type {any[]} */ seen) => async (/** @type {any} */ it) => {
    const token = it.headers.get("authorization");
    seen.push([token, await it.text()]);
    return new Response("said", { status: token === "Bearer new" ? 200 : 401 });
  };

const SESSION = { refresh: async () => ({ accessToken: "new" }) };

const stream = () => ({
  method: "POST",
  body: new Blob(["once"]).stream(),
  duplex: "half",
});

/** @type {import("../session.js").Case[]} */
export default [
  ...Object.entries(BODIES).flatMap(([name, make]) =>
    Object.entries(SHAPES).map(
      ([shape, call]) =>
        /** @type {import("../session.js").Case} */ ([
          `${name} ${shape} is sent again byte by byte`,
          async () => {
            const visit = await Visit.expired();
            const response = await visit.api.fetch(...call(make()));
            equal(response.status, 200);
            const meant = new Response(make());
            equal(await bytes(response), await bytes(meant), "what arrived");
            await wasSentTwice(visit);
          },
        ]),
    ),
  ),
  ...Object.entries(SHAPES)
    .filter(([shape]) => !shape.includes("init") || shape === "in an init")
    .map(
      ([shape, call]) =>
        /** @type {import("../session.js").Case} */ ([
          `a form ${shape} is sent again, by the same boundary`,
          async () => {
            const visit = await Visit.expired();
            // Ours until it has arrived: WebKit loses the files of a form that a `Request` alone has (bug 324258).
            const meant = form();
            const response = await visit.api.fetch(...call(meant));
            const types = visit.requests.map((it) =>
              it.headers.get("content-type"),
            );
            equal(types[0], types[1], "the content type");
            const arrived = await response.formData();
            equal(arrived.get("text"), "grün");
            equal(
              [arrived.get("file").name, arrived.get("file").type],
              ["n.bin", "a/b"],
            );
            equal(
              await bytes(arrived.get("file")),
              await bytes(/** @type {File} */ (meant.get("file"))),
            );
            await wasSentTwice(visit);
          },
        ]),
    ),
  [
    "a stream whose token is refused is not sent again, and says so",
    async () => {
      /** @type {any[]} */
      const seen = [];
      const visit = await Visit.begin(SESSION, { fetch: refuser(seen) });
      const error = await rejection(visit.api.fetch("/b/mirror", stream()));
      equal(
        [error.code, error.name, seen.length],
        ["ERR_BODY_USED", "EverfetchError", 1],
      );
      equal([error.status, await error.response.text()], [401, "said"]);
    },
  ],
  [
    "a stream whose token is about to expire waits for the next, and is sent once",
    async () => {
      /** @type {any[]} */
      const seen = [];
      const visit = await Visit.due(SESSION, { fetch: refuser(seen) });
      const response = await visit.api.fetch("/b/mirror", stream());
      equal([response.status, seen.length, seen[0][0]], [200, 1, "Bearer new"]);
    },
  ],
];
