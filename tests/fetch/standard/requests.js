// @ts-check
// A `Request` for an input, and an init over it.

import { failure, outcome } from "../trial.js";

/** @type {import("../standard.js").Case[]} */
export default [
  [
    "a request is sent as it is",
    async (t) => {
      const init = { method: "PUT", body: "b", headers: { "x-a": "1" } };
      return t.sent(undefined, new Request(t.url(), init));
    },
  ],
  [
    "an init's method goes over the request's",
    async (t) =>
      (await t.sent({ method: "DELETE" }, new Request(t.url()))).method,
    "DELETE",
  ],
  [
    "an init's headers take the place of all of the request's",
    async (t) => {
      const request = new Request(t.url(), { headers: { "x-a": "1" } });
      const { headers } = await t.sent({ headers: { "x-b": "2" } }, request);
      return [headers["x-a"], headers["x-b"]];
    },
    [undefined, "2"],
  ],
  [
    "an init that is empty changes nothing",
    async (t) => {
      const make = () => new Request(t.url(), { headers: { "x-a": "1" } });
      return [
        await t.sent({}, make()),
        await t.sent(/** @type {any} */ (null), make()),
      ];
    },
  ],
  [
    "an init that is no object is a TypeError",
    (t) => outcome(t.fetch(t.url(), /** @type {any} */ (5))),
  ],
  [
    "an init may be another request",
    async (t) => {
      const other = new Request("/other", {
        method: "PUT",
        headers: { "x-a": "1" },
      });
      const { method, target, headers } = await t.sent(other);
      return [method, target.includes("other"), headers["x-a"]];
    },
    ["PUT", false, "1"],
  ],
  [
    "an init may be of a class",
    async (t) => {
      class Init {
        get method() {
          return "POST";
        }
        get body() {
          return "of a class";
        }
      }
      const { method, body } = await t.sent(new Init());
      return [method, body];
    },
    ["POST", "of a class"],
  ],
  [
    "what an init throws is what rejects",
    (t) => {
      const init = {
        get method() {
          throw new RangeError("mine");
        },
      };
      return outcome(t.fetch(t.url(), /** @type {any} */ (init)));
    },
  ],
  [
    "members of an init that fetch does not know are passed over",
    (t) =>
      t.sent(
        /** @type {any} */ ({ timeout: 1, params: { a: 1 }, baseURL: "/x" }),
      ),
  ],
  [
    "a member that has no such value is a TypeError",
    async (t) => {
      const wrong = [
        { cache: "sometimes" },
        { credentials: "maybe" },
        { mode: "odd" },
        { redirect: "back" },
        { referrerPolicy: "any" },
        { referrer: "http://[" },
        { window: "x" },
        { mode: "navigate" },
        { signal: {} },
        { priority: "none" },
      ];
      const names = [];
      for (const init of wrong)
        names.push(await outcome(t.fetch(t.url(), /** @type {any} */ (init))));
      return names;
    },
  ],
  [
    "members without a value are as if they were not there",
    (t) =>
      t.sent(
        /** @type {any} */ ({
          method: undefined,
          headers: undefined,
          body: undefined,
          signal: undefined,
          mode: undefined,
        }),
      ),
  ],
  [
    "a priority may be given",
    (t) => t.sent(/** @type {any} */ ({ priority: "high" })),
  ],
  [
    "a request that outlives the page may be sent",
    async (t) => {
      const { method, body } = await t.sent({
        keepalive: true,
        method: "POST",
        body: "last words",
      });
      return [method, body];
    },
    ["POST", "last words"],
  ],
  [
    "what outlives the page is 64 kB at most",
    (t) => {
      const body = "x".repeat(70_000);
      const init = { keepalive: true, method: "POST", body };
      // As a request: of those, Firefox does not ask it, as it does of a URL.
      return failure(t.fetch(new Request(t.url(), init)));
    },
  ],
  [
    "`integrity` that holds",
    async (t) =>
      (
        await t.fetch(t.url({ body: "known" }), {
          integrity: await hash("known"),
        })
      ).text(),
    "known",
  ],
  [
    "`integrity` that does not is a TypeError",
    async (t) =>
      failure(
        t.fetch(t.url({ body: "forged" }), { integrity: await hash("known") }),
      ),
    "TypeError",
  ],
];

/** @param {string} text */
const hash = async (text) => {
  const bytes = new TextEncoder().encode(text);
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return "sha256-" + btoa(String.fromCharCode(...new Uint8Array(digest)));
};
