// @ts-check
// What several rows say under the table.

/** The access token is in memory, so tabs cannot share it; they share the cookie of the refresh token. */
export const OWN_TOKENS =
  "one refresh per tab, one after the other: each tab keeps its access token in memory";
