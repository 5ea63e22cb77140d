// @ts-check
import { NOTHING_TO_REFRESH } from "../support/notes.mjs";
import { node } from "../support/node.mjs";

/** @type {import("../driver/types.mjs").Row} */
export default {
  name: "better-auth-cookie",
  title: "better-auth, session cookie",
  zh: "better-auth，会话 cookie",
  page: "better-auth",
  packages: ["better-auth"],
  from: "npm",
  program: node("better-auth", "server.mjs", { API: "session" }),
  proxy: { "/api": "/api" },
  lifetime: 0,
  renews: 0,
  me: "/me",
  upload: "/upload",
  refreshes: ({ path }) => path === "/api/auth/token",
  impossible: {
    expiry: NOTHING_TO_REFRESH,
    refused: NOTHING_TO_REFRESH,
    tabs: NOTHING_TO_REFRESH,
    "late-logout": NOTHING_TO_REFRESH,
  },
};
