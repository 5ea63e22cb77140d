// @ts-check
// The peers: the names of their files, and their labels in the tables.

export const TITLES = {
  everfetch: "everfetch",
  "everfetch-axios": "everfetch/axios",
  "axios-auth-refresh": "axios + axios-auth-refresh",
  "axios-interceptor": "axios + hand-written interceptor",
  ky: "ky",
  ofetch: "ofetch",
  wretch: "wretch",
  alova: "alova",
  xior: "xior",
  fetch: "fetch + hand-written wrapper",
  "fetch-queue": "fetch + hand-written queue",
};

export const PEERS = Object.keys(TITLES);

/** The entries of everfetch. */
export const OURS = ["everfetch", "everfetch-axios"];

/** The peer that ratios are relative to. */
export const BASE = "axios-auth-refresh";

/** The peer with the lowest possible cost of a request. */
export const FLOOR = "fetch";
