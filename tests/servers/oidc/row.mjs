// @ts-check
import { LIFETIME, node } from "../support/node.mjs";

/** @type {import("../driver/types.mjs").Row} */
export default {
  name: "oidc",
  title: "oidc-provider, PKCE and rotation",
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
    password: "the user logs in on the provider's own page",
  },
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
