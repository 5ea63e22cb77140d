// Interceptors know what they get and what they may give.

import { createClient, type InternalRequestConfig } from "everfetch/axios";

const api = createClient();

const number: number = api.interceptors.request.use((config) => {
  const full: InternalRequestConfig = config;
  full.headers.set("X-Id", "1").setAccept("text/csv");
  full.headers.Authorization = "Basic dTpw";
  full.headers["X-Other"] = "2";
  full.params = { ...full.params, lang: "en" };
  return full;
});
api.interceptors.request.use(async (config) => config);
api.interceptors.request.use(null, (error) => Promise.reject(error));
api.interceptors.request.use((config) => config, undefined, {
  synchronous: true,
  runWhen: ({ method }) => method === "get",
  onRetry: true,
});

api.interceptors.response.use(
  (response) => {
    const total: string | undefined = response.headers.get("x-total");
    console.log(total, response.config.url, response.native?.redirected);
    return response;
  },
  (error) => Promise.reject(error),
);
api.interceptors.response.use((response) => response.data);
api.interceptors.response.use(async (response) => ({
  ...response,
  headers: { "content-type": "text/plain" },
}));

api.interceptors.request.eject(number);
api.interceptors.response.clear();

// @ts-expect-error a config goes on
api.interceptors.request.use(() => {});
// @ts-expect-error a response goes on
api.interceptors.response.use((response) => void response.data);
// @ts-expect-error an error has a handler of its own
api.interceptors.request.use("log");
// @ts-expect-error there is no such member
api.interceptors.request.use((config) => config, null, { onlyOnce: true });
// @ts-expect-error the two that there are
api.interceptors.error;
// @ts-expect-error its number, not the handler
api.interceptors.request.eject((config) => config);
