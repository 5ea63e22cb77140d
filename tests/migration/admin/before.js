// The template as it was: axios, a request interceptor and a response interceptor that refreshes.

import axios from "axios";
import { unwrap } from "./body.js";
import { refuseRepeated } from "./guard.js";
import { ui } from "./ui.js";

const PREFIX = "prod__";

const cache = {
  get: (key) => JSON.parse(localStorage.getItem(PREFIX + key))?.value,
  set: (key, value) =>
    localStorage.setItem(PREFIX + key, JSON.stringify({ value, expire: null })),
  delete: (key) => localStorage.removeItem(PREFIX + key),
};

const service = axios.create({ baseURL: "/admin-api" });

const common = () => ({ "tenant-id": "1", "Accept-Language": ui.language });

let refreshing = false;
let queue = [];
let dialog = false;

service.interceptors.request.use((config) => {
  Object.assign(config.headers, common());
  const token = cache.get("ACCESS_TOKEN");
  if (token && config.url !== "/auth/login")
    config.headers.Authorization = "Bearer " + token;
  return refuseRepeated(config);
});

const codeOf = async ({ data }) =>
  data instanceof Blob
    ? data.type.startsWith("application/json") &&
      JSON.parse(await data.text()).code
    : data.code;

service.interceptors.response.use(async (response) => {
  const code = await codeOf(response);
  if (code === 401) return sendAgain(response.config);
  if (code === 1401) return loggedOut();
  return unwrap(response);
});

async function sendAgain(config) {
  if (refreshing)
    return new Promise((resolve) => queue.push(() => resolve(service(config))));
  refreshing = true;
  try {
    const url = "/admin-api/auth/refresh-token";
    const params = { refreshToken: cache.get("REFRESH_TOKEN") };
    const { data } = await axios.post(url, null, { params, headers: common() });
    if (data.code !== 0) throw new Error(data.msg);
    keep(data.data);
    for (const send of queue) send();
    return service(config);
  } catch {
    for (const send of queue) send();
    return loggedOut();
  } finally {
    queue = [];
    refreshing = false;
  }
}

async function loggedOut() {
  if (!dialog) {
    dialog = true;
    ui.confirm("Your session is over. Log in again?").then((yes) => {
      dialog = false;
      cache.delete("ACCESS_TOKEN");
      cache.delete("REFRESH_TOKEN");
      if (yes) ui.push("/login");
    });
  }
  throw new Error("The session is over.");
}

const keep = ({ accessToken, refreshToken }) => {
  cache.set("ACCESS_TOKEN", accessToken);
  cache.set("REFRESH_TOKEN", refreshToken);
};

export const request = service;

export async function logIn(credentials) {
  keep(await service.post("/auth/login", credentials));
}

export function logOut() {
  cache.delete("ACCESS_TOKEN");
  cache.delete("REFRESH_TOKEN");
}

export { ui };
