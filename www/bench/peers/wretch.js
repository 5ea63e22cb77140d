// @ts-check
// As wretch's README has it under "Request Replay", with the token attached by `defer`.
import wretch from "wretch";
import { accessToken, exchangeOnce } from "./tokens.js";

/** @type {import("./index.js").Create} */
export const create = (baseURL) => {
  const refresh = exchangeOnce(baseURL);
  const api = wretch(baseURL).defer((w) => w.auth(`Bearer ${accessToken()}`));
  const json = (
    /** @type {import("wretch").WretchResponseChain<any>} */ chain,
  ) =>
    chain
      .unauthorized(async (_error, request) => {
        const token = await refresh();
        return request
          .auth(`Bearer ${token}`)
          .fetch()
          .unauthorized((error) => {
            throw error;
          })
          .json();
      })
      .json();
  return {
    get: (path, config) => json((config ? api.options(config) : api).get(path)),
    post: (path, data) => json(api.json(data).post(undefined, path)),
  };
};
