// everfetch's types fit where axios's are wanted. `cargo xtask test --types` checks this file against several
// versions of axios, because an application's other packages bring a version of their own.

import type * as theirs from "axios";
import {
  AxiosHeaders as TheirHeaders,
  CanceledError as TheirCanceledError,
  isAxiosError as isTheirError,
} from "axios";
import ours, {
  AxiosError,
  AxiosHeaders,
  createClient,
  type AxiosInstance,
  type AxiosRequestConfig,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
} from "everfetch/axios";

interface User {
  name: string;
}

const api = createClient();

// A client: for code generators, hooks and mocks that take one.
const instance: theirs.AxiosInstance = api;
const module: theirs.AxiosInstance = ours;
const load = async (http: theirs.AxiosInstance) =>
  (await http.get<User>("/me")).data;
const user: User = await load(api);
const requests: theirs.AxiosInterceptorManager<theirs.InternalAxiosRequestConfig> =
  api.interceptors.request;

// A config that was declared with axios's type, or with everfetch's, makes a client and a request.
declare const theirConfig: theirs.AxiosRequestConfig;
declare const theirDefaults: theirs.CreateAxiosDefaults;
declare const ourConfig: AxiosRequestConfig;
const clients: AxiosInstance[] = [
  createClient(theirConfig),
  createClient(theirDefaults),
  createClient(ourConfig),
  ours.create(theirConfig),
  api.create(theirConfig),
  api.create(ourConfig),
];
await api(theirConfig);
await api.request<User>(theirConfig);
await api.get<User>("/me", theirConfig);
const asOurs: AxiosRequestConfig<User> = {} as theirs.AxiosRequestConfig<User>;
declare const ourInternal: InternalAxiosRequestConfig<User>;

const asInternal: theirs.InternalAxiosRequestConfig<User> = ourInternal;

// A response.
const response: theirs.AxiosResponse<User> = await api.get<User>("/me");
const typed: theirs.AxiosResponse<User, { id: number }> = await api.post<
  User,
  theirs.AxiosResponse<User, { id: number }>,
  { id: number }
>("/me", { id: 1 });

// Errors.
const title = (error: theirs.AxiosError<{ title: string }>) =>
  error.response?.data.title ?? error.code ?? error.message;
declare const caught: unknown;
declare const failed: AxiosError<{ title: string }>;
title(failed);
if (isTheirError<{ title: string }>(caught)) title(caught);
if (caught instanceof AxiosError) title(caught);
const canceled = (error: TheirCanceledError<User>) => error.message;

// Headers.
const theirHeaders: TheirHeaders = new AxiosHeaders();

const raw: theirs.RawAxiosRequestHeaders = { Accept: "text/csv", "X-A": "1" };
await api.get("/me", { headers: raw });
await api.get("/me", { headers: new TheirHeaders() });
createClient({ headers: raw });

// Handlers that were written for axios.
const sign = (config: theirs.InternalAxiosRequestConfig) => {
  config.headers.set("X-Signed", "1");
  return config;
};
const unwrap = (answer: theirs.AxiosResponse) => answer;
const refuse = (error: theirs.AxiosError) => Promise.reject(error);
api.interceptors.request.use(sign);
api.interceptors.response.use(unwrap, refuse);
const transform: theirs.AxiosRequestTransformer = (data) => data;
const parse: theirs.AxiosResponseTransformer = (data) => data;
const progress = (event: theirs.AxiosProgressEvent) =>
  console.log(event.loaded);
const mock: theirs.AxiosAdapter = async (config) => ({
  data: {},
  status: 200,
  statusText: "",
  headers: {},
  config,
});
await api.get("/me", {
  adapter: mock,
  transformRequest: transform,
  transformResponse: [parse],
  onDownloadProgress: progress,
});

// A test fixture: `headers: {}` is enough.
declare const config: InternalAxiosRequestConfig;
const fixture: AxiosResponse<User> = {
  data: { name: "x" },
  status: 200,
  statusText: "",
  headers: {},
  config,
};
const theirFixture: theirs.AxiosResponse<User> = fixture;

export {
  asInternal,
  asOurs,
  canceled,
  clients,
  instance,
  module,
  requests,
  response,
  theirFixture,
  theirHeaders,
  typed,
  user,
};
