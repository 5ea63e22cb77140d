// @ts-check
import { node } from "../support/node.mjs";

const NOTHING = "there is nothing to refresh: the cookie is the session";

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
    expiry: NOTHING,
    refused: NOTHING,
    tabs: NOTHING,
    "late-logout": NOTHING,
  },
};
