// @ts-check
// Libraries that take a fetch, by the way in which they call it; axios for real.

import axios from "/axios.js";
import { Visit, equal, rejection } from "../visit.js";

/** An axios whose fetch is the client's. @param {Visit} visit */
const overAxios = (visit) =>
  axios.create({ adapter: "fetch", env: { fetch: visit.api.fetch } });

/** @type {import("../session.js").Case[]} */
export default [
  [
    "it needs no `this`",
    async () => {
      const visit = await Visit.expired();
      const { fetch } = visit.api;
      equal((await fetch("/b/me")).status, 200);
    },
  ],
  [
    "openapi-fetch: a request that is made first, and an init that is empty",
    async () => {
      const visit = await Visit.expired();
      const init = {
        method: "POST",
        body: '{"a":1}',
        headers: { "Content-Type": "application/json" },
      };
      const request = new Request(location.origin + "/b/mirror", init);
      const response = await visit.api.fetch(request, {});
      equal(response.headers.get("content-type"), "application/json");
      equal(await response.json(), { a: 1 });
    },
  ],
  [
    "ky: clones of a request, tried again after an error",
    async () => {
      const visit = await Visit.expired();
      const init = { method: "PUT", body: "again" };
      const request = new Request("/b/mirror", init);
      const texts = [];
      for (let times = 0; times < 3; times++) {
        const response = await visit.api.fetch(request.clone(), {});
        texts.push(await response.clone().text());
      }
      equal([texts, request.bodyUsed], [["again", "again", "again"], false]);
      equal(await visit.refreshes(), 1);
    },
  ],
  [
    "tRPC and Apollo: a URL, and an init with its signal",
    async () => {
      const visit = await Visit.expired();
      const abort = new AbortController();
      const init = {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ query: "{ me }" }),
        signal: abort.signal,
        credentials: "include",
      };
      const response = await visit.api.fetch("/b/mirror", init);
      equal(await response.json(), { query: "{ me }" });
    },
  ],
  [
    "axios: JSON, both ways",
    async () => {
      const visit = await Visit.expired();
      const { data, status } = await overAxios(visit).post("/b/mirror", {
        a: [1],
      });
      equal([status, data], [200, { a: [1] }]);
      equal(await visit.refreshes(), 1);
    },
  ],
  [
    "axios: params, headers and what the answer is read as",
    async () => {
      const visit = await Visit.expired();
      const { data } = await overAxios(visit).get("/b/echo", {
        params: { x: [1, 2] },
        headers: { "X-A": "1" },
        responseType: "blob",
      });
      const { query, headers } = JSON.parse(await data.text());
      equal([query["x[]"], headers["x-a"]], ["2", "1"]);
    },
  ],
  [
    "axios: a form with a file",
    async () => {
      const visit = await Visit.expired();
      const body = new FormData();
      body.append("f", new File(["file"], "n.txt"));
      const { data } = await overAxios(visit).post("/b/mirror", body);
      equal([data.includes("n.txt"), data.includes("file")], [true, true]);
    },
  ],
  [
    "axios: a status that is an error, and an abort",
    async () => {
      const visit = await Visit.expired();
      const missing = await rejection(
        overAxios(visit).get("/b/open/status/404"),
      );
      equal([missing.code, missing.response.status], ["ERR_BAD_REQUEST", 404]);
      const signal = AbortSignal.abort();
      const gone = await rejection(overAxios(visit).get("/b/me", { signal }));
      equal(axios.isCancel(gone), true);
    },
  ],
  [
    "axios: the end of the session, by its code",
    async () => {
      const visit = await Visit.expired();
      await visit.order("refresh", { action: "refuse" });
      const ended = await rejection(overAxios(visit).get("/b/me"));
      equal([ended.code, ended.status], ["ERR_SESSION_ENDED", 401]);
      equal(axios.isAxiosError(ended), true);
    },
  ],
  [
    "axios: twenty at once, and one refresh",
    async () => {
      const visit = await Visit.expired();
      const api = overAxios(visit);
      const requests = Array.from({ length: 20 }, (_, at) =>
        api.get("/b/items/" + at),
      );
      const ids = (await Promise.all(requests)).map(({ data }) => data.id);
      equal(ids, [...ids.keys()]);
      equal(await visit.refreshes(), 1);
    },
  ],
];
