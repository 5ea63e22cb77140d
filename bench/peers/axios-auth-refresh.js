// @ts-check
// As the README of axios-auth-refresh has it: an interceptor that attaches, and its own that refreshes. But for
// one option: with `deduplicateRefresh` as it is by default, 5.0.2 rejects requests sent before the refresh
// and is refused during it, 99 of a burst of 100. Without, such a one waits for the refresh that runs.
import axios from "axios";
import { createAuthRefresh } from "axios-auth-refresh";
import { accessToken, exchange } from "./tokens.js";

/** @type {import("./index.js").Create} */
export const create = (baseURL, options) => {
  const api = axios.create({ baseURL, ...options });
  api.interceptors.request.use((request) => {
    request.headers["Authorization"] = `Bearer ${accessToken()}`;
    return request;
  });
  createAuthRefresh(
    api,
    async (failed) => {
      const token = await exchange(baseURL);
      failed.response.config.headers["Authorization"] = "Bearer " + token;
    },
    { deduplicateRefresh: false },
  );
  return {
    get: async (path, config) => (await api.get(path, config)).data,
    post: async (path, data) => (await api.post(path, data)).data,
  };
};
