// What a request takes: each of axios's options that fetch can honour, and fetch's own.

import {
  CancelToken,
  createClient,
  type AxiosAdapter,
  type InternalRequestConfig,
  type RequestConfig,
  type AxiosProgressEvent,
} from "everfetch/axios";

const api = createClient();

const every: RequestConfig<{ a: number }> = {
  url: "/a",
  method: "post",
  baseURL: "/api",
  allowAbsoluteUrls: false,
  headers: { "Content-Type": "application/json", "X-None": false },
  params: { page: 1, tags: ["a", "b"], since: new Date() },
  paramsSerializer: {
    indexes: null,
    dots: true,
    encode: (value, encodeDefault) => encodeDefault(value),
    serialize: (params, options) => JSON.stringify([params, options?.indexes]),
  },
  data: { a: 1 },
  formSerializer: { metaTokens: false, indexes: true, maxDepth: 3 },
  transformRequest: (data, headers) => {
    headers.setContentType("text/csv", false);
    return String(data);
  },
  transformResponse: [
    (data) => JSON.parse(data),
    function (data, headers, status) {
      const config: InternalRequestConfig = this;
      return { data, config, type: headers.getContentType(), status };
    },
  ],
  responseType: "arraybuffer",
  responseEncoding: "latin1",
  parseReviver: (key, value, context) => [key, value, context?.source],
  validateStatus: null,
  maxContentLength: 1_000_000,
  maxBodyLength: 1_000,
  timeout: 500,
  timeoutErrorMessage: "too slow",
  signal: new AbortController().signal,
  cancelToken: CancelToken.source().token,
  withCredentials: true,
  auth: { username: "u", password: "p" },
  xsrfCookieName: "csrf",
  xsrfHeaderName: "X-CSRF",
  withXSRFToken: (config) => config.url?.startsWith("/"),
  transitional: {
    silentJSONParsing: false,
    forcedJSONParsing: false,
    clarifyTimeoutError: true,
    legacyInterceptorReqResOrdering: false,
    validateStatusUndefinedResolves: false,
  },
  adapter: "fetch",
  env: { fetch: api.fetch, FormData },
  session: false,
  hold: false,
  cache: "no-store",
  credentials: "omit",
  duplex: "half",
  integrity: "sha256-",
  keepalive: true,
  mode: "cors",
  priority: "low",
  redirect: "manual",
  maxRedirects: 0,
  fetchOptions: { cache: "reload", next: { revalidate: 60 } },
  referrer: "",
  referrerPolicy: "origin",
};
await api.request(every);

// Params of an interface, which has no index signature, as well as the platform's.
interface Filter {
  page: number;
}
const filter: Filter = { page: 1 };
await api.get("/a", { params: filter });
await api.get("/a", { params: new URLSearchParams("a=1") });
await api.get("/a", { paramsSerializer: (params) => String(params) });

// Headers of whatever has them.
await api.get("/a", { headers: new Headers({ a: "1" }) });
await api.get("/a", { headers: new Map([["a", "1"]]) });
await api.get("/a", { headers: { a: undefined, b: null, c: 1, d: ["1"] } });
await api.get("/a", { headers: { common: { a: "1" }, get: { b: "2" } } });

// Progress, in both directions.
await api.post("/a", new Blob(), {
  onUploadProgress: ({ loaded, total, progress, upload }) => {
    const part: number = progress ?? loaded / (total ?? loaded);
    console.log(part, upload);
  },
  onDownloadProgress: (event: AxiosProgressEvent) => {
    const left: number | undefined = event.estimated;
    console.log(event.bytes, event.rate?.toFixed(), left);
    console.log(event.download, event.lengthComputable, event.event.loaded);
  },
});

// What stands in for fetch: a mock.
const mock: AxiosAdapter = async (config) => ({
  data: { page: 1 },
  status: 200,
  statusText: "OK",
  headers: { "content-type": "application/json" },
  config,
  request: "none",
});
await api.get<Filter>("/a", { adapter: mock });
await api.get<Filter>("/a", { adapter: [mock, "fetch"] });

// What has no effect compiles all the same: it was in the code before.
createClient({
  proxy: false,
  httpAgent: {},
  httpsAgent: {},
  socketPath: null,
  transport: {},
  decompress: true,
  beforeRedirect: () => {},
  maxRate: [1_000, 1_000],
});

// A signal that is not the platform's own.
await api.get("/a", {
  signal: {
    aborted: false,
    onabort: null,
    addEventListener: () => {},
    removeEventListener: () => {},
  },
});

// @ts-expect-error there is no such type of response
await api.get("/a", { responseType: "xml" });
// @ts-expect-error a signal is no controller
await api.get("/a", { signal: new AbortController() });
// @ts-expect-error a token is no source
await api.get("/a", { cancelToken: CancelToken.source() });
// @ts-expect-error a password is not optional
await api.get("/a", { auth: { username: "u" } });
// @ts-expect-error milliseconds are a number
await api.get("/a", { timeout: "5s" });
// @ts-expect-error an index is written, or is not, or has no brackets
await api.get("/a", { paramsSerializer: { indexes: "brackets" } });
// @ts-expect-error an adapter answers with a response
await api.get("/a", { adapter: async () => "pong" });
// @ts-expect-error a serializer gives text
await api.get("/a", { paramsSerializer: () => ({}) });
// @ts-expect-error the body is of the type that was named
const wrong: RequestConfig<{ a: number }> = { data: { a: "1" } };
// @ts-expect-error no header is a function
await api.get("/a", { headers: { a: () => "1" } });
// @ts-expect-error the platform's word
await api.get("/a", { credentials: "always" });

export { wrong };
