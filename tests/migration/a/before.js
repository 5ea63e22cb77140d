// Article A, with axios: a 403 is taken for an expired token, refreshed and sent again once.

import axios from "axios";

const api = axios.create({ baseURL: "/a", timeout: 60_000 });

// The article leaves open how a page that is loaded gets its header back.
authorize(localStorage.getItem("accessToken"));

function authorize(accessToken) {
  if (accessToken)
    api.defaults.headers.common["Authorization"] = "Bearer " + accessToken;
  else delete api.defaults.headers.common["Authorization"];
}

async function refreshAccessToken() {
  try {
    const refreshToken = localStorage.getItem("refreshToken");
    const { data } = await axios.post("/a/auth/refresh", { refreshToken });
    const { accessToken, newRefreshToken } = data;
    localStorage.setItem("accessToken", accessToken);
    localStorage.setItem("refreshToken", newRefreshToken);
    return accessToken;
  } catch (error) {
    window.location.href = "/login";
    return Promise.reject(error);
  }
}

api.interceptors.response.use(
  (response) => response,
  async (error) => {
    const original = error.config;
    if (error.response?.status === 403 && !original._retry) {
      original._retry = true;
      const accessToken = await refreshAccessToken();
      authorize(accessToken);
      original.headers["Authorization"] = "Bearer " + accessToken;
      return api(original);
    }
    return Promise.reject(error);
  },
);

export const request = api;

export async function login(credentials) {
  const { data } = await api.post("/auth/login", credentials);
  localStorage.setItem("accessToken", data.accessToken);
  localStorage.setItem("refreshToken", data.refreshToken);
  authorize(data.accessToken);
}

export function logout() {
  localStorage.removeItem("accessToken");
  localStorage.removeItem("refreshToken");
  authorize(null);
}
