// @ts-check
import { LIFETIME, node } from "../support/node.mjs";

/** @type {import("../driver/types.mjs").Row} */
export default {
  name: "admin",
  title: "Admin templates, `{ code, msg, data }`",
  zh: "管理后台模板，`{ code, msg, data }`",
  page: "admin",
  packages: [],
  from: "npm",
  program: node("admin"),
  proxy: { "/admin-api": "" },
  lifetime: LIFETIME,
  me: "/system/user/profile/get",
  download: "/export",
  upload: "/upload",
  refreshes: ({ path }) => path === "/system/auth/refresh-token",
  wrongPassword: "1002000000: Wrong user name or password",
};
