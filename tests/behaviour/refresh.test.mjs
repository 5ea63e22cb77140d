// @ts-check
// The refresh itself, through the packed package, against a real server.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "everfetch";
import { reply, serve, storage } from "./support.mjs";

test("a refused request is refreshed once and sent again", async () => {
  const server = await serve(({ url, headers }, response) => {
    if (url === "/auth/refresh")
      return reply(response, { accessToken: "new", refreshToken: "r2" });
    headers.authorization === "Bearer new"
      ? reply(response, { name: "Ada" })
      : reply(response, {}, 401);
  });
  const store = storage({ accessToken: "old", refreshToken: "r1" });
  const api = createClient({
    baseURL: server.origin,
    session: { refresh: "/auth/refresh", storage: store },
  });
  const { data } = await api.get("/me");
  assert.deepEqual(data, { name: "Ada" });
  assert.deepEqual(server.lines, [
    "GET /me Bearer old",
    "POST /auth/refresh",
    "GET /me Bearer new",
  ]);
  assert.deepEqual(Object.fromEntries(store.items), {
    accessToken: "new",
    refreshToken: "r2",
  });
});
