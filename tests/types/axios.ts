// everfetch's types fit where axios's are wanted, and axios's where everfetch's are: npm axios's own
// declarations are the judge.

import axios from "axios";
import type * as theirs from "axios";
import {
  CancelToken,
  createClient,
  EverfetchError,
  AxiosHeaders,
  isAxiosError,
  isCancel,
  type AxiosAdapter,
  type Client,
  type InternalRequestConfig,
  type Method,
  type RequestConfig,
  type AxiosProgressEvent,
} from "everfetch/axios";

interface User {
  name: string;
}

const api = createClient();

// A client is an instance: for code generators, hooks and mocks that take one.
const instance: theirs.AxiosInstance = api;
async function load(http: theirs.AxiosInstance): Promise<User> {
  const { data } = await http.get<User>("/me");
  return data;
}
await load(api);

// A response, an error, a cancellation.
const response: theirs.AxiosResponse<User> = await api.get<User>("/me");
const narrowed: theirs.AxiosResponse<User, { id: number }> = await api.post<
  User,
  theirs.AxiosResponse<User, { id: number }>,
  { id: number }
>("/me", { id: 1 });
function show(error: theirs.AxiosError<{ title: string }>): string {
  return error.response?.data.title ?? error.code ?? error.message;
}
try {
  await api.get("/me");
} catch (error) {
  if (isAxiosError<{ title: string }>(error)) show(error);
  if (isCancel(error)) {
    const canceled: theirs.CanceledError<unknown> = error;
    throw canceled;
  }
  if (axios.isAxiosError(error)) show(error);
  if (error instanceof EverfetchError) show(error);
}

// Configs, in both directions.
declare const theirConfig: theirs.AxiosRequestConfig<User>;
declare const theirInternal: theirs.InternalAxiosRequestConfig<User>;
declare const ourInternal: InternalRequestConfig<User>;
declare const theirDefaults: theirs.CreateAxiosDefaults;
const ours: RequestConfig<User> = theirConfig;
const oursInternal: InternalRequestConfig<User> = theirInternal;
const theirsInternal: theirs.InternalAxiosRequestConfig<User> = ourInternal;
await api.request<User>(theirConfig);
createClient(theirDefaults);
createClient(theirs_of(axios.create()));
function theirs_of(given: theirs.AxiosInstance) {
  return { baseURL: given.defaults.baseURL ?? "/" };
}

// The methods are the same.
const theirMethod: Method = "get" as theirs.Method;
const ourMethod: theirs.Method = "get" as Method;

// Headers, in both directions.
const theirHeaders: theirs.AxiosHeaders = new AxiosHeaders();
const ourHeaders: AxiosHeaders = new axios.AxiosHeaders();

// Handlers that were written for axios.
const sign = (config: theirs.InternalAxiosRequestConfig) => {
  config.headers.setAuthorization("Basic dTpw");
  return config;
};
const log = async (answer: theirs.AxiosResponse) => answer;
const onProgress = (event: theirs.AxiosProgressEvent) =>
  console.log(event.loaded);
const upper: theirs.AxiosRequestTransformer = (data, headers) =>
  headers.hasContentType() ? data : String(data).toUpperCase();
const mock: theirs.AxiosAdapter = async (config) => ({
  data: {},
  status: 200,
  statusText: "",
  headers: {},
  config,
});
api.interceptors.request.use(sign);
api.interceptors.response.use(log, (error: theirs.AxiosError) =>
  Promise.reject(error),
);
await api.get("/a", {
  adapter: mock,
  cancelToken: axios.CancelToken.source().token,
  onDownloadProgress: onProgress,
  transformRequest: upper,
});

// And ours where axios wants them.
const adapter: theirs.AxiosAdapter = mock satisfies AxiosAdapter;
const token: theirs.CancelToken = CancelToken.source().token;
const progress = (event: AxiosProgressEvent) => console.log(event.rate);
axios.create({
  adapter: "fetch",
  cancelToken: token,
  env: { fetch: api.fetch },
  onDownloadProgress: progress,
});

// @ts-expect-error axios's instance has no session
const notOurs: Client = axios.create();
// @ts-expect-error an error has what was named
show(new EverfetchError<{ name: number }>("no"));

export {
  adapter,
  instance,
  narrowed,
  notOurs,
  ourHeaders,
  ourMethod,
  ours,
  oursInternal,
  response,
  theirHeaders,
  theirMethod,
  theirsInternal,
};
