// @ts-check
// Modes, credentials, referrers and caches.

import { failure, outcome } from "../trial.js";

const PAGE = location.href.split("#")[0];

/** A path of another origin that is closed to pages of others. @param {import("../trial.js").Trial} t */
const closed = (t) => new URL("/a/open/ping", t.other()).href;

/**
 * The cookies that arrive.
 * @param {import("../trial.js").Trial} t
 * @param {RequestInit} init
 * @param {string} [url]
 */
const cookie = async (t, init, url) => {
  document.cookie = "fetch-suite=1; path=/recorder";
  const sent = await t.header("cookie", init, url);
  document.cookie = "fetch-suite=; path=/recorder; max-age=0";
  return /fetch-suite=1/.test(sent ?? "");
};

/** @type {import("../standard.js").Case[]} */
export default [
  ["another origin that is open", (t) => outcome(t.fetch(t.other()))],
  [
    "of another origin's headers, those that it exposes",
    async (t) => {
      const answer = {
        headers: /** @type {[string, string][]} */ ([
          ["x-total", "7"],
          ["x-hidden", "1"],
        ]),
      };
      const { headers } = await t.fetch(t.other(answer));
      return [headers.get("x-total"), headers.get("x-hidden")];
    },
    ["7", null],
  ],
  [
    "another origin is asked before a request of one's own making",
    (t) =>
      t.sent({ method: "PUT", headers: { "x-a": "1" }, body: "b" }, t.other()),
  ],
  [
    "another origin that is closed is a TypeError",
    (t) => outcome(t.fetch(closed(t))),
  ],
  [
    "`no-cors` gives an opaque answer",
    (t) => outcome(t.fetch(closed(t), { mode: "no-cors" })),
  ],
  [
    "`no-cors` drops what is not simple",
    async (t) => {
      const headers = {
        "x-a": "1",
        accept: "a/b",
        "content-type": "application/json",
      };
      const sent = await t.sent(
        { mode: "no-cors", method: "POST", headers, body: "b" },
        t.other(),
      );
      return [
        sent.headers["x-a"],
        sent.headers.accept,
        sent.headers["content-type"],
      ];
    },
  ],
  [
    "`no-cors` takes simple methods only",
    (t) => outcome(t.fetch(t.other(), { mode: "no-cors", method: "PUT" })),
  ],
  [
    "`no-cors` on the page's own origin",
    (t) => outcome(t.fetch(t.url(), { mode: "no-cors" })),
  ],
  [
    "`same-origin` on the page's own origin",
    (t) => outcome(t.fetch(t.url(), { mode: "same-origin" })),
  ],
  [
    "`same-origin` elsewhere is a TypeError",
    (t) => outcome(t.fetch(t.other(), { mode: "same-origin" })),
  ],
  [
    "`same-origin` led elsewhere is a TypeError",
    (t) => failure(t.fetch(t.url(t.leads(t.other())), { mode: "same-origin" })),
    "TypeError",
  ],
  ["cookies go to the page's origin", (t) => cookie(t, {}), true],
  ["`omit` sends no cookies", (t) => cookie(t, { credentials: "omit" }), false],
  [
    "`include` sends cookies",
    (t) => cookie(t, { credentials: "include" }),
    true,
  ],
  [
    "cookies do not go to another origin",
    (t) => cookie(t, {}, t.other()),
    false,
  ],
  [
    "`include` sends cookies to another origin",
    (t) => cookie(t, { credentials: "include" }, t.other()),
    true,
  ],
  [
    "a request's credentials",
    (t) =>
      cookie(
        t,
        /** @type {any} */ (null),
        /** @type {any} */ (new Request(t.url(), { credentials: "omit" })),
      ),
    false,
  ],
  [
    "`omit` keeps no cookie that is set",
    async (t) => {
      const headers = /** @type {[string, string][]} */ ([
        ["set-cookie", `kept-${t.name}=1; Path=/`],
      ]);
      const kept = [];
      for (const credentials of /** @type {const} */ ([
        "omit",
        "same-origin",
      ])) {
        await t.fetch(t.url({ headers }), { credentials });
        kept.push(document.cookie.includes(t.name));
      }
      document.cookie = `kept-${t.name}=; path=/; max-age=0`;
      return kept;
    },
    [false, true],
  ],
  ["the referrer is the page", (t) => t.header("referer"), PAGE],
  ["no referrer", (t) => t.header("referer", { referrer: "" })],
  [
    "another referrer",
    (t) => t.header("referer", { referrer: "/from/here?a#b" }),
    location.origin + "/from/here?a",
  ],
  [
    "a referrer of another origin is not taken",
    (t) => t.header("referer", { referrer: "http://other.test/" }),
    PAGE,
  ],
  [
    "`no-referrer`",
    (t) => t.header("referer", { referrerPolicy: "no-referrer" }),
  ],
  [
    "`origin`",
    (t) => t.header("referer", { referrerPolicy: "origin" }),
    location.origin + "/",
  ],
  [
    "`unsafe-url` elsewhere",
    (t) => t.header("referer", { referrerPolicy: "unsafe-url" }, t.other()),
    PAGE,
  ],
  [
    "a request's referrer and its policy",
    (t) => {
      const init = /** @type {RequestInit} */ ({
        referrer: "/from",
        referrerPolicy: "unsafe-url",
      });
      return t.header("referer", undefined, new Request(t.other(), init));
    },
    location.origin + "/from",
  ],
  [
    "an init over a request forgets its referrer",
    (t) =>
      t.header(
        "referer",
        { method: "POST" },
        new Request(t.url(), { referrer: "/from" }),
      ),
  ],
  ...["default", "no-store", "reload", "no-cache", "force-cache"].map(
    (cache) =>
      /** @type {import("../standard.js").Case} */ ([
        `\`${cache}\` of an answer that is stored`,
        async (t) => {
          const headers = /** @type {[string, string][]} */ ([
            ["cache-control", "max-age=600"],
            ["etag", '"1"'],
          ]);
          const url = t.url({ headers });
          const texts = [];
          for (let times = 0; times < 2; times++)
            texts.push(
              await (
                await t.fetch(url, { cache: /** @type {any} */ (cache) })
              ).text(),
            );
          return [texts, await t.arrivals()];
        },
      ]),
  ),
  [
    "`only-if-cached` of what is not is a TypeError",
    (t) =>
      outcome(
        t.fetch(t.url(), { cache: "only-if-cached", mode: "same-origin" }),
      ),
  ],
  [
    "`only-if-cached` is for the page's own origin",
    (t) => outcome(t.fetch(t.url(), { cache: "only-if-cached" })),
  ],
];
