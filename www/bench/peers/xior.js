// @ts-check
// As xior's README has it under "Auth refresh token plugin (built-in)", without the three seconds that
// its retry plugin waits by default.
import xior from "xior";
import errorRetry from "xior/plugins/error-retry";
import setupTokenRefresh from "xior/plugins/token-refresh";
import { accessToken, exchange } from "./tokens.js";

/** @type {import("./index.js").Create} */
export const create = (baseURL) => {
  const api = xior.create({ baseURL });
  api.interceptors.request.use((config) => {
    config.headers["Authorization"] = `Bearer ${accessToken()}`;
    return config;
  });
  const shouldRefresh = (/** @type {any} */ response) =>
    response?.status === 401;
  api.plugins.use(
    errorRetry({
      retryInterval: 0,
      enableRetry: (_config, error) =>
        error?.response && shouldRefresh(error.response) ? true : undefined,
    }),
  );
  setupTokenRefresh(api, {
    shouldRefresh,
    refreshToken: async () => {
      await exchange(baseURL);
    },
  });
  return {
    get: async (path, config) => (await api.get(path, config)).data,
    post: async (path, data) => (await api.post(path, data)).data,
  };
};
