// An application names its own members of a config once, and has them everywhere.

import { createClient, type InternalRequestConfig } from "everfetch/axios";

declare module "everfetch/axios" {
  interface AxiosRequestConfig<D, P> {
    trace?: { id: string };
  }
}

const api = createClient({ trace: { id: "all" } });
api.interceptors.request.use((config: InternalRequestConfig) => {
  config.headers.set("X-Trace", config.trace?.id ?? null);
  return config;
});
const { config } = await api.get("/a", { trace: { id: "1" } });
const id: string | undefined = config.trace?.id;
api.defaults.trace = { id: "2" };

// @ts-expect-error it is of the type that was named
await api.get("/a", { trace: 1 });
// @ts-expect-error another has not been named
await api.get("/a", { tracing: { id: "1" } });

export { id };
