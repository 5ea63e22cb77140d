// @ts-check
import { OWN_TOKENS } from "../support/notes.mjs";
import { LIFETIME, python } from "../support/python.mjs";

/** @type {import("../driver/types.mjs").Row} */
export default {
  name: "dj-rest-auth",
  title: "dj-rest-auth, refresh token in a cookie",
  zh: "dj-rest-auth，刷新令牌在 cookie 中",
  page: "django",
  packages: ["Django", "dj-rest-auth"],
  from: "python",
  program: python("dj-rest-auth"),
  lifetime: LIFETIME,
  ownTokens: true,
  notes: { tabs: OWN_TOKENS },
  me: "/me/",
  upload: "/upload/",
  refreshes: ({ path }) => path === "/auth/token/refresh/",
};
