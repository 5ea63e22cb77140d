// Article D, with axios: the global instance, absolute URLs, and a queue of configs to be sent once more.

import axios from "axios";

/** The back end on its other origin; `http://localhost:3000` in the article. */
export const base = new URLSearchParams(location.search).get("backEnd");

let refreshing = false;
const queue = [];

axios.interceptors.request.use((config) => {
  const accessToken = localStorage.getItem("access_token");
  if (accessToken) config.headers.authorization = "Bearer " + accessToken;
  return config;
});

async function refreshToken() {
  const response = await axios.get(base + "/user/refresh", {
    params: { refresh_token: localStorage.getItem("refresh_token") },
  });
  localStorage.setItem("access_token", response.data.access_token || "");
  localStorage.setItem("refresh_token", response.data.refresh_token || "");
  return response;
}

axios.interceptors.response.use(
  (response) => response,
  async (error) => {
    const { data, config } = error.response;

    if (refreshing)
      return new Promise((resolve) => queue.push({ config, resolve }));

    if (data.statusCode === 401 && !config.url.includes("/user/refresh")) {
      refreshing = true;
      const response = await refreshToken();
      refreshing = false;

      if (response.status === 200) {
        queue.forEach(({ config, resolve }) => resolve(axios(config)));
        return axios(config);
      }
      alert("The login has expired, please log in again.");
      return Promise.reject(response.data);
    }
    return error.response;
  },
);

export const request = axios;

export async function login(credentials) {
  const { data } = await axios.post(base + "/user/login", credentials);
  localStorage.setItem("access_token", data.access_token);
  localStorage.setItem("refresh_token", data.refresh_token);
}

export function logout() {
  localStorage.removeItem("access_token");
  localStorage.removeItem("refresh_token");
}
