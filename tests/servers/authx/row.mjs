// @ts-check
import { LIFETIME, python } from "../support/python.mjs";

/** @type {import("../driver/types.mjs").Row} */
export default {
  name: "authx",
  title: "FastAPI with AuthX",
  zh: "FastAPI 与 AuthX",
  page: "fastapi",
  packages: ["fastapi", "authx"],
  from: "python",
  program: python("authx"),
  lifetime: LIFETIME,
  me: "/me",
  upload: "/upload",
  refreshes: ({ path }) => path === "/refresh",
};
