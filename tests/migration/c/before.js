// Article C, with axios: vue-element-admin's request.js, where the refresh goes through its own interceptors.

import axios from "axios";
import { MessageBox } from "./element-ui.js";

const service = axios.create({ baseURL: "/c" });

const getToken = () => localStorage.getItem("access_token");
const getRefreshToken = () => localStorage.getItem("refresh_token");

service.interceptors.request.use((config) => {
  if (getToken()) config.headers["X-Token"] = getToken();
  // The refresh carries the refresh token in place of the access token.
  if (config.url.split("/").pop() === "refreshtoken")
    config.headers["X-Token"] = getRefreshToken();
  return config;
});

service.interceptors.response.use(
  (response) => response.data,
  (error) => {
    const { status, data } = error.response;
    if (status === 401 && data.code === 50014) return requestAgain(error);
    if (status === 401 && data.code === 50015)
      MessageBox.confirm("You have been logged out.", "Log in again?").then(
        () => {
          logout();
          location.reload();
        },
      );
    return Promise.reject(error);
  },
);

async function requestAgain(error) {
  await handleCheckRefreshToken();
  const { config } = error.response;
  config.headers["X-Token"] = getToken();
  const response = await axios.request(config);
  return response.data;
}

/** The store's action. */
async function handleCheckRefreshToken() {
  const url = "/sys/user/refreshtoken";
  const { data } = await service({ url, method: "post" });
  localStorage.setItem("access_token", data.access_token);
}

export const request = service;

export async function login(credentials) {
  const { data } = await service.post("/user/login", credentials);
  localStorage.setItem("access_token", data.access_token);
  localStorage.setItem("refresh_token", data.refresh_token);
}

export function logout() {
  localStorage.removeItem("access_token");
  localStorage.removeItem("refresh_token");
}
