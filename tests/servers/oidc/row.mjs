// @ts-check
import { PAGE_OF_PROVIDER } from "../support/notes.mjs";
import { LIFETIME, node } from "../support/node.mjs";

/** @type {import("../driver/types.mjs").Row} */
const bearer = {
  name: "oidc",
  title: "oidc-provider, PKCE and rotation",
  zh: "oidc-provider，PKCE 与轮换",
  page: "oidc",
  packages: ["oidc-provider"],
  from: "npm",
  program: node("oidc"),
  proxy: { "/api": "/api" },
  origin: "http://auth.example.com",
  lifetime: LIFETIME,
  me: "/me",
  upload: "/upload",
  refreshes: ({ detail }) => detail === "refresh_token",
  logIn: throughProvider,
  impossible: {
    password: PAGE_OF_PROVIDER,
  },
};

export default bearer;

/** @type {import("../driver/types.mjs").Row} */
export const bound = {
  ...bearer,
  name: "oidc-dpop",
  title: "oidc-provider, DPoP",
  zh: "oidc-provider，DPoP",
  program: node("oidc", "server.mjs", { DPOP: "on" }),
};

/** The same, with a nonce that the provider and the API require. @type {import("../driver/types.mjs").Row} */
export const nonce = {
  ...bound,
  name: "oidc-dpop-nonce",
  app: "oidc-dpop",
  title: "oidc-provider, DPoP with nonce",
  zh: "oidc-provider，带 nonce 的 DPoP",
  program: node("oidc", "server.mjs", { DPOP: "nonce" }),
  // A request that the provider refuses for its nonce, which changes with time, refreshes nothing.
  refreshes: ({ detail, status }) =>
    detail === "refresh_token" && status === 200,
};

/**
 * Logs in on the provider's page, consents, and comes back.
 * @param {import("playwright-core").Page} page
 * @param {import("../driver/types.mjs").User} user
 */
async function throughProvider(page, { username, password }) {
  await page.evaluate(() => void app.logIn("", ""));
  await page.fill("input[name=login]", username);
  await page.fill("input[name=password]", password);
  await page.click("button[type=submit]");
  await page.click("button[type=submit]"); // consents
  await page.waitForURL(/^http:\/\/localhost:\d+\/$/);
}
