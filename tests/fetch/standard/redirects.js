// @ts-check
// Redirects: followed, shown or refused.

import { failure, outcome } from "../trial.js";

/** @type {import("../standard.js").Case[]} */
export default [
  [
    "a redirect is followed, and the response says so",
    (t) => outcome(t.fetch(t.url(t.leads(t.path(undefined, "/end"))))),
  ],
  ...[301, 302, 303, 307, 308].map(
    (status) =>
      /** @type {import("../standard.js").Case} */ ([
        `what ${status} makes of a POST`,
        async (t) => {
          const url = t.url(t.leads(t.path(undefined, "/end"), status));
          await t.fetch(url, {
            method: "POST",
            body: "b",
            headers: { "x-a": "1" },
          });
          return t.arrivals();
        },
      ]),
  ),
  [
    "303 leaves a HEAD a HEAD",
    async (t) => {
      await t.fetch(t.url(t.leads(t.path(), 303)), { method: "HEAD" });
      return (await t.arrivals()).map(({ method }) => method);
    },
    ["HEAD", "HEAD"],
  ],
  [
    "a form is sent on by 307",
    async (t) => {
      const body = new FormData();
      body.append("f", new File(["file"], "n.txt"));
      await t.fetch(t.url(t.leads(t.path(), 307)), { method: "POST", body });
      const [first, second] = await t.arrivals();
      return first.body.includes("file") && first.body === second.body;
    },
    true,
  ],
  [
    "several in a row",
    async (t) => {
      const last = t.leads(t.path(undefined, "/end"));
      const { url, redirected } = await t.fetch(
        t.url(t.leads(t.path(t.leads(t.path(last))))),
      );
      return [url.endsWith("/end"), redirected, (await t.arrivals()).length];
    },
    [true, true, 4],
  ],
  [
    "a redirect in circles is a TypeError",
    (t) => outcome(t.fetch(t.url(t.leads("?")))),
  ],
  [
    "`manual` shows that there is one, and no more",
    (t) => outcome(t.fetch(t.url(t.leads(t.path())), { redirect: "manual" })),
  ],
  [
    "`manual` without one",
    (t) => outcome(t.fetch(t.url(), { redirect: "manual" })),
  ],
  [
    "`error` is a TypeError",
    async (t) => [
      await outcome(t.fetch(t.url(t.leads(t.path())), { redirect: "error" })),
      (await t.arrivals()).length,
    ],
  ],
  [
    "a redirect without a location is an answer",
    (t) => outcome(t.fetch(t.url({ status: 302, headers: [], body: "here" }))),
  ],
  [
    "a redirect to what is no URL is a TypeError",
    (t) => failure(t.fetch(t.url(t.leads("http://[")))),
    "TypeError",
  ],
  [
    "a redirect to data is a TypeError",
    (t) => failure(t.fetch(t.url(t.leads("data:text/plain,d")))),
    "TypeError",
  ],
  [
    "a fragment survives where the redirect has none",
    async (t) =>
      (await t.fetch(t.url(t.leads(t.path())) + "#there")).url.includes("#"),
    false,
  ],
  [
    "a redirect to another origin",
    async (t) => {
      const { type, redirected, status } = await t.fetch(
        t.url(t.leads(t.other())),
      );
      return [type, redirected, status, await t.arrivals()];
    },
  ],
  [
    "a redirect from another origin, which makes the request's origin null",
    (t) => outcome(t.fetch(t.other(t.leads(t.url())))),
  ],
  [
    "a redirect to another origin that is not open is a TypeError",
    (t) =>
      outcome(t.fetch(t.url(t.leads(new URL("/a/open/ping", t.other()).href)))),
  ],
];
