// @ts-check
import { LIFETIME, python } from "../support/python.mjs";

/** @type {import("../driver/types.mjs").Row} */
export default {
  name: "flask-header",
  title: "Flask-JWT-Extended, tokens in headers",
  zh: "Flask-JWT-Extended，令牌在请求头中",
  page: "flask",
  packages: ["Flask", "Flask-JWT-Extended"],
  from: "python",
  program: python("flask-header"),
  lifetime: LIFETIME,
  me: "/me",
  upload: "/upload",
  refreshes: ({ path }) => path === "/refresh",
};
