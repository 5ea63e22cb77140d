// @ts-check
// What the template makes of an answer: `data` of `{ code, msg, data }`, a download, or an error with the server's
// message. It stays as it is, as a response interceptor.

import { ui } from "./ui.js";

/** @param {any} response */
export const unwrap = async (response) => {
  let { data } = response;
  if (data instanceof Blob) {
    if (!data.type.startsWith("application/json")) return data;
    data = JSON.parse(await data.text());
  }
  if (data.code === 0) return data.data;
  ui.message(data.msg);
  throw new Error(data.msg);
};
