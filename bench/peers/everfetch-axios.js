// @ts-check
import axios from "everfetch/axios";

/** @type {import("./index.js").Create} */
export const create = (baseURL) => {
  const api = axios.create({
    baseURL,
    session: { refresh: "/refresh-token", public: ["/login"] },
  });
  return {
    get: async (path, config) => (await api.get(path, config)).data,
    post: async (path, data) => (await api.post(path, data)).data,
  };
};
