// What a client takes and gives, as TypeScript sees it.

import {
  createClient,
  type Client,
  type ClientResponse,
  type RequestConfig,
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
  headers: { "X-App": "web", Accept: "text/csv" },
  validateStatus: (status) => status < 500,
  credentials: "include",
  fetch: globalThis.fetch,
});

const user: ClientResponse<User> = await api.get<User>("/me");
const name: string = user.data.name;
const native: Response = user.native;
const sent: `${string} ${string}` = `${user.request.method} ${user.request.url}`;

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
await api.post("/pay", {}, { xsrf: { cookie: "csrf", header: "X-CSRF" } });

// What only `everfetch/axios` has.
// @ts-expect-error a transform
await api.get("/me", { transformResponse: [] });
// @ts-expect-error forms
await api.postForm("/avatar", { file: new Blob() });
// @ts-expect-error headers by method
createClient({ headers: { common: { Accept: "text/csv" } } });

// What the promise resolves to, where an interceptor unwraps the response.
const unwrapped: User = await api.get<User, User>("/me");

const address: string = api.getUri({ url: "/users", params: { page: 2 } });

// A client made of another is one.
const child: Client = api.create({ baseURL: "/v2", timeout: 1_000 });
await child.session.refresh();
api.create({ session: { refresh: "/other" } });

api.defaults.timeout = 2_500;
api.defaults.headers["X-App"] = "2";
api.defaults.headers.set("X-All", "1");

// A config that is declared with its type makes a client, as does one without a session.
declare const config: RequestConfig;
createClient(config);
api.create(config);
api.create({ session: false });

// `api.fetch` is a fetch, for whatever takes one, and knows two words more.
const platform: typeof fetch = api.fetch;
const openapi: (input: Request) => Promise<Response> = api.fetch;
const apollo: WindowOrWorkerGlobalScope["fetch"] = api.fetch;
createClient({ fetch: api.fetch });
const { fetch: alone } = api;
const answer: Response = await alone(new URL("https://a.example"), {
  method: "POST",
  session: false,
});
await api.fetch(new Request("/me"), { hold: false });

// @ts-expect-error a misspelt option
await api.get("/me", { timeOut: 5 });
// @ts-expect-error the only word about the session that a request has is no
await api.get("/me", { session: true });
// @ts-expect-error the body is of the type that was named
await api.put<unknown, ClientResponse<unknown>, User>("/me", { nome: "x" });
// @ts-expect-error there is no such member in what was asked for
user.data.nome;
// @ts-expect-error a client's session is described, absent or off
api.create({ session: true });
// @ts-expect-error the methods of axios, and no others
await api.purge("/me");
// @ts-expect-error a fetch has no base
await api.fetch("/me", { baseURL: "/api" });
// @ts-expect-error there is one session, and it is the client's
api.session = child.session;

export {
  address,
  apollo,
  answer,
  name,
  native,
  openapi,
  platform,
  sent,
  unwrapped,
  version,
};
