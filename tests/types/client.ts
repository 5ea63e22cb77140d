// What a client takes and gives, as TypeScript sees it.

import {
  createClient,
  type Client,
  type ClientResponse,
  VERSION,
} from "everfetch";

interface User {
  name: string;
}

const version: string = VERSION;
const api: Client = createClient();
createClient({
  baseURL: "/api",
  timeout: 5_000,
  headers: { "X-App": "web", common: { Accept: "text/csv" } },
  validateStatus: (status) => status < 500,
  credentials: "include",
  fetch: globalThis.fetch,
});

const user: ClientResponse<User> = await api.get<User>("/me");
const name: string = user.data.name;
const total: string | undefined = user.headers["x-total"];
const again: string | undefined = user.headers.get("X-Total");
const native: Response = user.native;
const [first]: Iterable<[string, string]> = user.headers;

await api("/me");
await api({ url: "/me", method: "PATCH", data: { name } });
await api.request<User>({ url: "/me" });
await api.post<User>(
  "/me",
  { name },
  { params: { ids: [1, 2] }, signal: AbortSignal.timeout(5) },
);
await api.delete("/me", { session: false, hold: false, keepalive: true });
await api.put<unknown, ClientResponse<unknown>, User>("/me", { name: "x" });
api.defaults.headers["X-App"] = "2";
api.defaults.headers.common = { "X-All": "1" };

// @ts-expect-error there is no such type of response
await api.get("/me", { responseType: "xml" });
// @ts-expect-error a misspelt option
await api.get("/me", { timeOut: 5 });
// @ts-expect-error a signal is no controller
await api.get("/me", { signal: new AbortController() });
// @ts-expect-error the only word about the session that a request has is no
await api.get("/me", { session: true });
// @ts-expect-error the body is of the type that was named
await api.put<unknown, ClientResponse<unknown>, User>("/me", { nome: "x" });
// @ts-expect-error a client has no URL of its own
createClient({ url: "/me" });
// @ts-expect-error a response's headers are what they are
user.headers["x-total"] = "8";
// @ts-expect-error not built yet
api.interceptors;

export { again, first, name, native, total, version };
