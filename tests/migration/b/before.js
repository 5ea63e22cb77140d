// Article B, with axios: one refresh for all that are refused, and a queue for those that come meanwhile.

import axios from "axios";
import {
  getRefreshToken,
  getToken,
  removeTokens,
  setRefreshToken,
  setToken,
} from "./auth.js";

const base = process.env.VUE_APP_BASE_API;
const service = axios.create({ baseURL: base, timeout: 60_000 });

let isRefreshing = false;
let requests = [];

service.interceptors.request.use((config) => {
  const token = getToken();
  if (token) config.headers["Authorization"] = `Bearer ${token}`;
  return config;
});

service.interceptors.response.use(
  (response) => response.data,
  async (error) => {
    const original = error.config;
    if (error.response?.status !== 401 || original._retry)
      return Promise.reject(error);

    if (isRefreshing) {
      const token = await new Promise((resolve) => requests.push(resolve));
      original.headers["Authorization"] = `Bearer ${token}`;
      return service(original);
    }

    original._retry = true;
    isRefreshing = true;
    try {
      const refreshToken = getRefreshToken();
      const { data } = await axios.post(`${base}/refresh-token`, {
        refreshToken,
      });
      setToken(data.token);
      requests.forEach((resolve) => resolve(data.token));
      requests = [];
      original.headers["Authorization"] = `Bearer ${data.token}`;
      return service(original);
    } catch (refreshError) {
      removeTokens();
      window.location.href = "/login";
      return Promise.reject(refreshError);
    } finally {
      isRefreshing = false;
    }
  },
);

export const request = service;

export async function login(credentials) {
  const { token, refreshToken } = await service.post("/login", credentials);
  setToken(token);
  setRefreshToken(refreshToken);
}

export const logout = removeTokens;
