// @ts-check
// One refresh for all, and those who wait for it.

import { Visit, equal, rejection } from "../visit.js";

/** @type {import("../session.js").Case[]} */
export default [
  [
    "a refused request is sent again after one refresh, and its answer is the platform's own",
    async () => {
      const visit = await Visit.expired();
      const response = await visit.api.fetch("/b/me?x=1");
      equal(Object.getPrototypeOf(response) === Response.prototype, true);
      const { status, url, redirected, type, bodyUsed } = response;
      equal(
        [status, url, redirected, type, bodyUsed],
        [200, location.origin + "/b/me?x=1", false, "basic", false],
      );
      equal((await response.json()).user, visit.user.username);
      const [old, fresh] = visit.tokens;
      equal([visit.tokens.length, old === fresh], [2, false]);
    },
  ],
  [
    "any number of requests share one refresh, with those of the client itself",
    async () => {
      const visit = await Visit.expired();
      const requests = Array.from({ length: 20 }, (_, at) => [
        visit.api.fetch(`/b/items/${at}`),
        visit.api.get(`/b/items/${at}`),
      ]);
      const answers = await Promise.all(requests.flat());
      equal([...new Set(answers.map(({ status }) => status))], [200]);
      equal(await visit.refreshes(), 1);
    },
  ],
  [
    "a token that is about to expire is refreshed before anything is sent",
    async () => {
      const visit = await Visit.due();
      equal((await visit.api.fetch("/b/me")).status, 200);
      equal([await visit.refreshes(), await visit.count("refused", 0)], [1, 0]);
    },
  ],
  [
    "a request that is made during a refresh waits for it, and goes out once",
    async () => {
      const { visit, first } = await Visit.refreshing();
      const held = visit.api.fetch("/b/me");
      equal(visit.tokens.length, 1, "what was sent meanwhile");
      await visit.order("release");
      equal([(await first).status, (await held).status], [200, 200]);
      equal(visit.tokens.length, 3);
      equal(await visit.count("refused"), 1);
    },
  ],
  [
    "`hold: false` does not wait",
    async () => {
      const { visit, first } = await Visit.refreshing();
      const response = await visit.api.fetch("/b/open/ping", { hold: false });
      equal(response.status, 200);
      await visit.order("release");
      equal((await first).status, 200);
    },
  ],
  [
    "an abort while waiting rejects at once with its reason, and the refresh goes on",
    async () => {
      const { visit, first } = await Visit.refreshing();
      const abort = new AbortController();
      const reason = { mine: true };
      const { signal } = abort;
      const waiting = [
        visit.api.fetch("/b/me", { signal }),
        visit.api.fetch(new Request("/b/me", { signal })),
        visit.api.fetch("/b/mirror", { method: "POST", body: "b", signal }),
      ];
      abort.abort(reason);
      for (const one of waiting)
        equal((await rejection(one)) === reason, true, "the reason");
      await visit.order("release");
      equal((await first).status, 200);
      equal(visit.tokens.length, 2, "what was sent");
    },
  ],
  [
    "a signal that has fired rejects at once, even during a refresh",
    async () => {
      const { visit, first } = await Visit.refreshing();
      const pending = visit.api.fetch("/b/me", { signal: AbortSignal.abort() });
      equal((await rejection(pending)).name, "AbortError");
      await visit.order("release");
      equal((await first).status, 200);
    },
  ],
  [
    "the request that started a refresh may be aborted, and the refresh goes on",
    async () => {
      const visit = await Visit.expired();
      await visit.order("hold");
      const abort = new AbortController();
      const first = visit.api.fetch("/b/me", { signal: abort.signal });
      await visit.count("held");
      abort.abort("mine");
      equal(await rejection(first), "mine");
      const next = visit.api.fetch("/b/me");
      await visit.order("release");
      equal((await next).status, 200);
      equal([await visit.refreshes(), await visit.count("refused")], [1, 1]);
    },
  ],
  [
    "an abort after a wait still reaches the body",
    async () => {
      const { visit, first } = await Visit.refreshing();
      const abort = new AbortController();
      const answer = encodeURIComponent(
        JSON.stringify({ pieces: ["one"], end: "body-never" }),
      );
      const pending = visit.api.fetch(`/recorder/wait/${answer}`, {
        signal: abort.signal,
      });
      await visit.order("release");
      await first;
      const text = (await pending).text();
      abort.abort();
      equal((await rejection(text)).name, "AbortError");
    },
  ],
  [
    "the application's own refresh may be made by it, and does not wait for itself",
    async () => {
      const visit = await Visit.expired({
        refresh: async (/** @type {any} */ { refreshToken }) => {
          const body = JSON.stringify({ refreshToken });
          const init = { method: "POST", body };
          const answer = await visit.api.fetch("/b/refresh-token", init);
          return { accessToken: (await answer.json()).token };
        },
      });
      equal((await visit.api.fetch("/b/me")).status, 200);
      equal(await visit.refreshes(), 1);
    },
  ],
];
