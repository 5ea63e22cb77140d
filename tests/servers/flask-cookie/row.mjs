// @ts-check
import { LIFETIME, python } from "../support/python.mjs";

/** @type {import("../driver/types.mjs").Row} */
export default {
  name: "flask-cookie",
  title: "Flask-JWT-Extended, cookies and double submit",
  zh: "Flask-JWT-Extended，cookie 与双重提交",
  page: "flask",
  packages: ["Flask", "Flask-JWT-Extended"],
  from: "python",
  program: python("flask-cookie"),
  lifetime: LIFETIME,
  me: "/me",
  upload: "/upload",
  refreshes: ({ path }) => path === "/refresh",
};
