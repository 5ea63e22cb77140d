// @ts-check
// The peers by the names of their files, and what the tables call them.

export const TITLES = {
  everfetch: "everfetch",
  "axios-auth-refresh": "axios + axios-auth-refresh",
  "axios-interceptor": "axios + interceptor by hand",
  ky: "ky",
  ofetch: "ofetch",
  wretch: "wretch",
  alova: "alova",
  xior: "xior",
  fetch: "fetch, wrapper by hand",
  "fetch-queue": "fetch, wrapper and queue by hand",
};

export const PEERS = Object.keys(TITLES);

/** What ratios are by. */
export const BASE = "axios-auth-refresh";

/** What a request costs at the least. */
export const FLOOR = "fetch";
