// `everfetch/axios` as code imports axios: the default export, its members, and the same by their names.

import axios, {
  Axios,
  AxiosError,
  AxiosHeaders,
  all,
  create,
  getAdapter,
  HttpStatusCode,
  mergeConfig,
  spread,
  type AxiosInstance,
  type AxiosStatic,
} from "everfetch/axios";
import type * as theirs from "axios";

const { data } = await axios<{ id: number }>("/a", { method: "post" });
const id: number = data.id;
await axios.get("/a");
await axios({ url: "/a" });
const instance: AxiosInstance = axios.create({ timeout: 5 });
const same: AxiosInstance = create();
const apart = new Axios({ baseURL: "/b" });
await apart.get("/a");
// @ts-expect-error it is not callable
apart("/a");

const status: number = HttpStatusCode.NotFound;
const send = getAdapter("fetch");
const merged = mergeConfig({ url: "/a" }, { timeout: 1 });
const two = await all([axios.get("/a"), axios.get("/b")]);
spread((left: number, right: number) => left + right)([1, 2]);
const code: "ERR_NETWORK" = AxiosError.ERR_NETWORK;
const headers = new axios.AxiosHeaders({ a: "b" });
axios.defaults.headers.common["X-All"] = "1";

// The default instance gets a session.
const session = axios.openSession({ refresh: "/auth/refresh" });
session.signIn({ accessToken: "a" });
const state: string = axios.session.state;

// Where axios's own types are wanted.
const instances: theirs.AxiosInstance = axios;
console.log(merged.url);
const ours: AxiosStatic = axios.default;

export {
  code,
  headers,
  id,
  instance,
  instances,
  ours,
  same,
  send,
  state,
  status,
  two,
};
export { AxiosHeaders };
