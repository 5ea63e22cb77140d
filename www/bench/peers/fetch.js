// @ts-check
// The floor: fetch, and a wrapper by hand. It refreshes for each refusal.
import { accessToken, exchange } from "./tokens.js";

/** @type {import("./index.js").Create} */
export const create = (baseURL) => {
  const send = async (path, init, again) => {
    const headers = {
      ...init.headers,
      Authorization: `Bearer ${accessToken()}`,
    };
    const response = await fetch(baseURL + path, { ...init, headers });
    if (response.status === 401 && !again) {
      await exchange(baseURL);
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
