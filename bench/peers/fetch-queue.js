// @ts-check
// The same, and a hand-written queue: a request that is rejected while a refresh runs waits for it.
import { accessToken, exchange } from "./tokens.js";

/** @type {import("./index.js").Create} */
export const create = (baseURL) => {
  let refreshing = false;
  let queue = [];
  const refreshed = async () => {
    if (refreshing)
      return new Promise((resolve, reject) => queue.push({ resolve, reject }));
    refreshing = true;
    const settle = (how, value) =>
      queue.forEach((waiter) => waiter[how](value));
    await exchange(baseURL)
      .then(
        () => settle("resolve"),
        (error) => settle("reject", error),
      )
      .finally(() => ((refreshing = false), (queue = [])));
  };
  const send = async (path, init, again) => {
    const token = accessToken();
    const headers = { ...init.headers, Authorization: `Bearer ${token}` };
    const response = await fetch(baseURL + path, { ...init, headers });
    if (response.status === 401 && !again) {
      if (token === accessToken()) await refreshed();
      return send(path, init, true);
    }
    if (!response.ok) throw new Error(`${response.status}`);
    return response.json();
  };
  return {
    get: (path, config) => send(path, { ...config }),
    post: (path, data) => send(path, post(data)),
  };
};

const post = (data) => ({
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(data),
});
