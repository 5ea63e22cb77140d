// @ts-check
// axios with what is pasted everywhere: a flag, and a queue of callbacks.
import axios from "axios";
import { accessToken, exchange } from "./tokens.js";

/** @type {import("./index.js").Create} */
export const create = (baseURL, options) => {
  const service = axios.create({ baseURL, ...options });
  let isRefreshing = false;
  /** @type {((token: string) => void)[]} */
  let requests = [];

  service.interceptors.request.use((config) => {
    const token = accessToken();
    if (token) config.headers.Authorization = "Bearer " + token;
    return config;
  });

  service.interceptors.response.use(
    (response) => response.data,
    async (error) => {
      const { config, response } = error;
      if (response?.status !== 401 || config._retry)
        return Promise.reject(error);
      config._retry = true;
      if (isRefreshing)
        return new Promise((resolve) => {
          requests.push((token) => {
            config.headers.Authorization = "Bearer " + token;
            resolve(service(config));
          });
        });
      isRefreshing = true;
      try {
        const token = await exchange(baseURL);
        requests.forEach((retry) => retry(token));
        requests = [];
        config.headers.Authorization = "Bearer " + token;
        return service(config);
      } finally {
        isRefreshing = false;
      }
    },
  );

  return {
    get: (path, config) => service.get(path, config),
    post: (path, data) => service.post(path, data),
  };
};
