// @ts-check
// Which requests the session is for, and what is left as it is.

import { createClient } from "/node_modules/everfetch/dist/index.js";
import { OTHER, Trial } from "../trial.js";
import { Visit, equal } from "../visit.js";

/** @type {import("../session.js").Case[]} */
export default [
  [
    "the token goes along, and what the caller gave stays as it was",
    async () => {
      const visit = await Visit.begin();
      const headers = new Headers({ "x-a": "1" });
      const init = { headers, hold: true };
      const request = new Request("/b/me", { headers });
      await visit.api.fetch("/b/me", init);
      await visit.api.fetch(request);
      equal(visit.tokens.length, 2);
      const left = [...headers, ...request.headers];
      equal(left, [
        ["x-a", "1"],
        ["x-a", "1"],
      ]);
      equal(
        [Object.keys(init), init.headers === headers],
        [["headers", "hold"], true],
      );
    },
  ],
  [
    "the session's token goes over an `Authorization` of the application's own",
    async () => {
      const visit = await Visit.expired();
      const headers = { Authorization: "Basic own" };
      equal((await visit.api.fetch("/b/me", { headers })).status, 200);
      equal(
        visit.tokens.map((token) => token.split(" ")[0]),
        ["Bearer", "Bearer"],
      );
    },
  ],
  [
    "a header and a scheme of its own",
    async () => {
      const visit = await Visit.begin({ header: "X-Token", scheme: "" });
      await visit.api.fetch("/b/open/ping");
      const [[request]] = visit.sent;
      equal(request.headers.get("x-token").split(".").length, 3);
      equal(request.headers.has("authorization"), false);
    },
  ],
  [
    "`session: false` is on its own, and fetch does not see it",
    async () => {
      const visit = await Visit.begin();
      const init = { session: false, method: "POST", body: "b" };
      equal((await visit.api.fetch("/b/mirror", init)).status, 401);
      const [[input, given]] = visit.sent;
      equal([visit.tokens, await visit.refreshes()], [[], 0]);
      equal([input.method, given?.session], ["POST", undefined]);
    },
  ],
  [
    "a public path is on its own",
    async () => {
      const visit = await Visit.begin({ public: ["/b/me"] });
      equal((await visit.api.fetch("/b/me")).status, 401);
      equal([visit.tokens, await visit.refreshes()], [[], 0]);
    },
  ],
  [
    "what goes to another origin passes through untouched, and its 401 starts nothing",
    async () => {
      const visit = await Visit.begin();
      const url = new URL("/d/me", OTHER);
      const init = { cache: "no-store" };
      equal((await visit.api.fetch(url, init)).status, 401);
      const [[input, given]] = visit.sent;
      // The init is a copy: nothing of it may come from a prototype (G21).
      equal([input === url, given.cache], [true, "no-store"]);
      equal(await visit.refreshes(), 0);
    },
  ],
  [
    "a client without a session passes everything through untouched",
    async () => {
      /** @type {any[]} */
      let seen = [];
      const answer = new Response();
      const api = createClient({
        baseURL: "/elsewhere",
        fetch: async (/** @type {any[]} */ ...args) => {
          seen = args;
          return answer;
        },
      });
      const input = new Request("/b/me");
      const init = { method: "PUT" };
      equal((await api.fetch(input, init)) === answer, true);
      equal([seen[0] === input, seen[1].method], [true, "PUT"]);
    },
  ],
  [
    "another origin that the options name has the token, and a refresh",
    async () => {
      const added = await fetch("/control/users", { method: "POST" });
      const body = JSON.stringify(await added.json());
      const login = await fetch(OTHER + "/d/user/login", {
        method: "POST",
        body,
      });
      const api = createClient({
        session: {
          refresh: {
            url: OTHER + "/d/user/refresh",
            send: "query",
            name: "refresh_token",
          },
          origins: [OTHER],
          storage: "memory",
        },
      });
      api.session.signIn(await login.json());
      const { username } = JSON.parse(body);
      await fetch(`/control/${username}/expire`, { method: "POST" });
      const response = await api.fetch(OTHER + "/d/me");
      equal([response.status, response.type], [200, "cors"]);
      equal((await response.json()).user, username);
    },
  ],
  [
    "a 401 at the end of a redirect to another origin starts nothing",
    async () => {
      const visit = await Visit.begin();
      const trial = new Trial(visit.api.fetch);
      const response = await trial.fetch(
        trial.url(trial.leads(OTHER + "/d/me")),
      );
      equal([response.status, response.redirected], [401, true]);
      equal(await visit.refreshes(), 0);
    },
  ],
  [
    "`baseURL` is the client's, and not fetch's",
    async () => {
      const refresh = { url: "/b/refresh-token", baseURL: "" };
      const visit = await Visit.expired({ refresh }, { baseURL: "/nowhere" });
      equal((await visit.api.fetch("/b/me")).status, 200);
      equal((await visit.api.fetch("b/me")).status, 200);
    },
  ],
  [
    "a rejection may be recognised by a code, and other answers are left unread",
    async () => {
      const refresh = "/a/auth/refresh";
      const expired = { status: 403, code: "TOKEN_EXPIRED" };
      const visit = await Visit.begin({ refresh, expired });
      const init = { method: "POST", body: JSON.stringify(visit.user) };
      const login = await fetch("/a/auth/login", init);
      visit.api.session.signIn(await login.json());
      await visit.order("expire");
      equal((await visit.api.fetch("/a/me")).status, 200);
      const forbidden = await visit.api.fetch("/a/admin");
      equal([forbidden.status, forbidden.bodyUsed], [403, false]);
      equal((await forbidden.json()).code, "FORBIDDEN");
      equal(await visit.refreshes(), 1);
    },
  ],
  [
    "a rejection may be recognised by the application, from the answer that the caller gets",
    async () => {
      /** @param {Response} response */
      const expired = async (response) =>
        (await response.text()).includes("expired");
      const visit = await Visit.expired({ expired });
      const response = await visit.api.fetch("/b/me");
      equal([response.status, response.bodyUsed], [200, false]);
      equal((await response.json()).user, visit.user.username);
    },
  ],
];
