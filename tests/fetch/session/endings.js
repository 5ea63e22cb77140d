// @ts-check
// What a request rejects with where the session does not go on.

import { isEverfetchError } from "/node_modules/everfetch/dist/index.js";
import { Visit, equal, rejection } from "../visit.js";

/** @type {import("../session.js").Case[]} */
export default [
  [
    "a refused refresh ends the session, and the refusal is on the error",
    async () => {
      const visit = await Visit.expired();
      await visit.order("refresh", { action: "refuse" });
      const error = await rejection(visit.api.fetch("/b/me"));
      equal(isEverfetchError(error), true);
      equal([error.code, error.status], ["ERR_SESSION_ENDED", 401]);
      equal(error.response instanceof Response, true);
      equal(
        (await error.response.json()).message,
        "the access token has expired",
      );
      equal(visit.api.session.state, "ended");
    },
  ],
  [
    "a refresh that is unavailable keeps the session",
    async () => {
      const visit = await Visit.expired();
      await visit.order("refresh", { action: "status", status: 503 });
      const error = await rejection(visit.api.fetch("/b/me"));
      equal([error.code, error.status], ["ERR_REFRESH_UNAVAILABLE", 401]);
      equal((await visit.api.fetch("/b/me")).status, 200);
    },
  ],
  [
    "a sign-out rejects the requests that wait",
    async () => {
      const { visit, first } = await Visit.refreshing();
      const held = visit.api.fetch("/b/me");
      visit.api.session.signOut();
      const errors = [await rejection(first), await rejection(held)];
      equal(
        errors.map(({ code }) => code),
        ["ERR_SESSION_ENDED", "ERR_SESSION_ENDED"],
      );
      equal(
        errors.map(({ status }) => status),
        [401, undefined],
      );
      await visit.order("release");
    },
  ],
  [
    "a request of one user is never sent as another",
    async () => {
      const { visit, first } = await Visit.refreshing();
      const init = { method: "POST", body: "mine" };
      const held = visit.api.fetch("/b/mirror", init);
      const other = await Visit.begin();
      visit.api.session.signIn(await other.grant());
      equal((await rejection(first)).code, "ERR_SESSION_CHANGED");
      equal((await rejection(held)).code, "ERR_SESSION_CHANGED");
      await visit.order("release");
      const { user } = await (await visit.api.fetch("/b/me")).json();
      equal(user, other.user.username);
      equal(await other.count("calls"), 1, "what was sent as the other");
    },
  ],
  [
    "a server that refuses every token is asked for two at most",
    async () => {
      const visit = await Visit.begin();
      await visit.order("refuse-access", { on: true });
      const error = await rejection(visit.api.fetch("/b/me"));
      equal([error.code, error.status], ["ERR_REFRESH_LOOP", 401]);
      equal((await visit.refreshes()) <= 2, true);
    },
  ],
  [
    "a waiting request has a deadline",
    async () => {
      const visit = await Visit.expired({ waiterTimeout: 20 });
      await visit.order("hold");
      const error = await rejection(visit.api.fetch("/b/me"));
      equal([error.code, error.status], ["ERR_WAITER_TIMEOUT", 401]);
      await visit.order("release");
    },
  ],
  [
    "the caller gets the rejection of a request made without signing in",
    async () => {
      const visit = await Visit.begin();
      visit.api.session.signOut();
      equal((await visit.api.fetch("/b/me")).status, 401);
      equal([visit.tokens, await visit.refreshes()], [[], 0]);
    },
  ],
  [
    "no error shows a token",
    async () => {
      const visit = await Visit.expired();
      await visit.order("refresh", { action: "refuse" });
      const error = await rejection(visit.api.fetch("/b/me"));
      const shown = JSON.stringify(error) + String(error) + error.stack;
      const [token] = visit.tokens;
      equal(shown.includes(token.split(" ")[1]), false);
    },
  ],
];
