// @ts-check
// ofetch asks onRequest again for each try, so a retry carries what the refresh has stored.
import { ofetch } from "ofetch";
import { accessToken, exchangeOnce } from "./tokens.js";

/** @type {import("./index.js").Create} */
export const create = (baseURL) => {
  const refresh = exchangeOnce(baseURL);
  const api = ofetch.create({
    baseURL,
    retry: 1,
    retryStatusCodes: [401],
    onRequest({ options }) {
      options.headers.set("Authorization", `Bearer ${accessToken()}`);
    },
    async onResponseError({ response }) {
      if (response.status === 401) await refresh();
    },
  });
  return {
    get: (path, config) => api(path, config),
    post: (path, data) => api(path, { method: "POST", body: data }),
  };
};
