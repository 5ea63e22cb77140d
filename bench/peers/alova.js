// @ts-check
// As alova's documentation has it under "Token authentication interceptor". Its cache and its sharing of
// equal requests are off, because no other peer has them on.
import { createAlova } from "alova";
import { createServerTokenAuthentication } from "alova/client";
import adapterFetch from "alova/fetch";
import { accessToken, exchange } from "./tokens.js";

/** @type {import("./index.js").Create} */
export const create = (baseURL) => {
  const { onAuthRequired, onResponseRefreshToken } =
    createServerTokenAuthentication({
      assignToken: (method) => {
        method.config.headers.Authorization = `Bearer ${accessToken()}`;
      },
      refreshTokenOnSuccess: {
        isExpired: (/** @type {Response} */ response) =>
          response.status === 401,
        handler: async () => {
          await exchange(baseURL);
        },
      },
    });
  const api = createAlova({
    baseURL,
    requestAdapter: adapterFetch(),
    cacheFor: null,
    shareRequest: false,
    beforeRequest: onAuthRequired(),
    responded: onResponseRefreshToken(async (response) => {
      if (!response.ok) throw new Error(response.statusText);
      return response.json();
    }),
  });
  return {
    get: (path, config) => {
      const method = api.Get(path);
      config?.signal.addEventListener("abort", () => method.abort());
      return method.send();
    },
    post: (path, data) => api.Post(path, data).send(),
  };
};
