// @ts-check
// As ky's README has it under hooks.afterResponse: "retry with a fresh token on a 401 error".
import ky from "ky";
import { accessToken, exchangeOnce } from "./tokens.js";

/** @type {import("./index.js").Create} */
export const create = (baseURL) => {
  const refresh = exchangeOnce(baseURL);
  const api = ky.create({
    prefix: baseURL,
    // ky's default retries are idempotent methods only; a POST is to be sent again as well.
    retry: { limit: 1, methods: ["get", "post"] },
    hooks: {
      beforeRequest: [
        ({ request }) => {
          request.headers.set("Authorization", `Bearer ${accessToken()}`);
        },
      ],
      afterResponse: [
        async ({ request, response, retryCount }) => {
          if (response.status !== 401 || retryCount > 0) return;
          const headers = new Headers(request.headers);
          headers.set("Authorization", `Bearer ${await refresh()}`);
          return ky.retry({
            request: new Request(request, { headers }),
            delay: 0,
            code: "TOKEN_REFRESHED",
          });
        },
      ],
    },
  });
  return {
    get: (path, config) => api.get(path.slice(1), config).json(),
    post: (path, data) => api.post(path.slice(1), { json: data }).json(),
  };
};
