// @ts-check
import { OWN_TOKENS } from "../support/notes.mjs";
import { LIFETIME, node } from "../support/node.mjs";

/** @type {import("../driver/types.mjs").Row} */
const json = {
  name: "directus",
  title: "Directus, JSON mode",
  zh: "Directus，JSON 模式",
  page: "directus",
  packages: ["directus"],
  from: "directus",
  program: node("directus"),
  lifetime: LIFETIME,
  me: "/users/me",
  download: "/roles", // `me` names the last access
  upload: "/files",
  refreshes: ({ path }) => path === "/auth/refresh",
};
export default json;

/** @type {import("../driver/types.mjs").Row} */
export const cookie = {
  ...json,
  name: "directus-cookie",
  title: "Directus, cookie mode",
  zh: "Directus，cookie 模式",
  ownTokens: true,
  notes: { tabs: OWN_TOKENS },
};
