// @ts-check
// What rows say under the table.

/** @typedef {import("../driver/types.mjs").Note} Note */

/** The access token is in memory, so tabs cannot share it; they share the cookie of the refresh token. @type {Note} */
export const OWN_TOKENS = {
  en: "One refresh per tab, one after the other: each tab keeps its access token in memory.",
  zh: "每个标签页依次刷新一次：访问令牌只在各自的内存中。",
};

/** @type {Note} */
export const NOTHING_TO_REFRESH = {
  en: "There is nothing to refresh with: the cookie is the session.",
  zh: "没有可用于刷新的凭据：cookie 就是会话。",
};

/** @type {Note} */
export const PAGE_OF_PROVIDER = {
  en: "The user logs in on the provider's own page, which the application never sees.",
  zh: "用户在提供方自己的页面上登录，应用看不到该页面。",
};
