// @ts-check
import { OWN_TOKENS } from "../support/notes.mjs";
import { LIFETIME, node } from "../support/node.mjs";

/** @type {import("../driver/types.mjs").Row} */
export default {
  name: "better-auth",
  title: "better-auth, JWT plugin",
  zh: "better-auth，JWT 插件",
  page: "better-auth",
  packages: ["better-auth"],
  from: "npm",
  program: node("better-auth", "server.mjs", { API: "jwt" }),
  proxy: { "/api": "/api" },
  lifetime: LIFETIME,
  obtains: 1,
  ownTokens: true,
  notes: { tabs: OWN_TOKENS },
  me: "/me",
  upload: "/upload",
  refreshes: ({ path }) => path === "/api/auth/token",
};
