/**
 * `everfetch/axios`: the whole of axios on fetch, and everfetch's session underneath. For code that uses axios today:
 * import from here, or alias `axios` to `everfetch/axios` in the bundler and in tsconfig's `paths`.
 */

import type {
  ErrorCode,
  FetchInit,
  GenericAbortSignal,
  HeaderValue as PlainHeaderValue,
  Method,
  RequestFacts,
  Session,
  SessionOptions,
} from "./index.js";

export type {
  EndChoice,
  ErrorCode,
  FetchInit,
  GenericAbortSignal,
  Method,
  RefreshContext,
  LogoutRequest,
  RefreshRequest,
  Refusal,
  RequestFacts,
  Session,
  SessionEnd,
  SessionEvent,
  SessionOptions,
  TokenReply,
  TokenStorage,
} from "./index.js";

export { init, VERSION } from "./index.js";

/** The default instance: a client without a session, until `axios.openSession()` gives it one. */
declare const axios: AxiosStatic;
export default axios;

/** Creates a client from the default instance, as axios does. It shares the session of the default instance. */
export const create: AxiosStatic["create"];

/**
 * Creates a client, with a session if `options.session` is set. It has the defaults of axios, and inherits nothing from
 * the default instance.
 */
export function createClient(options?: CreateAxiosDefaults): AxiosInstance;

/** The default export: an instance, with the rest of the module as its members. */
export interface AxiosStatic extends AxiosInstance {
  create(options?: CreateAxiosDefaults): AxiosInstance;
  createClient(options?: CreateAxiosDefaults): AxiosInstance;
  init(): Promise<void>;
  Axios: typeof Axios;
  AxiosError: typeof AxiosError;
  AxiosHeaders: typeof AxiosHeaders;
  Cancel: typeof CanceledError;
  CanceledError: typeof CanceledError;
  CancelToken: typeof CancelToken;
  EverfetchError: typeof AxiosError;
  HttpStatusCode: typeof HttpStatusCode;
  readonly VERSION: string;
  all: typeof all;
  default: AxiosStatic;
  formToJSON: typeof formToJSON;
  getAdapter: typeof getAdapter;
  isAxiosError: typeof isAxiosError;
  isEverfetchError: typeof isEverfetchError;
  isCancel: typeof isCancel;
  mergeConfig: typeof mergeConfig;
  spread: typeof spread;
  toFormData: typeof toFormData;
}

/** An instance that is not callable. */
export class Axios {
  constructor(config?: CreateAxiosDefaults);
}
export interface Axios extends Pick<AxiosInstance, keyof AxiosInstance> {}

/** Returns the function that sends a config: axios's own, by name, or the one that is passed. */
export function getAdapter(
  adapters?:
    AxiosAdapter | AxiosAdapterName | (AxiosAdapter | AxiosAdapterName)[],
): AxiosAdapter;

/** Merges two configs as an instance merges its defaults and a request's config. */
export function mergeConfig<D = any>(
  config1: AxiosRequestConfig<D>,
  config2: AxiosRequestConfig<D>,
): AxiosRequestConfig<D>;

/** @deprecated Use `Promise.all`. */
export function all<T>(values: (T | Promise<T>)[]): Promise<T[]>;

/** Calls a function with the items of an array. */
export function spread<T, R>(callback: (...args: T[]) => R): (array: T[]) => R;

/** The HTTP statuses by name. */
export enum HttpStatusCode {
  Continue = 100,
  SwitchingProtocols = 101,
  Processing = 102,
  EarlyHints = 103,
  Ok = 200,
  Created = 201,
  Accepted = 202,
  NonAuthoritativeInformation = 203,
  NoContent = 204,
  ResetContent = 205,
  PartialContent = 206,
  MultiStatus = 207,
  AlreadyReported = 208,
  ImUsed = 226,
  MultipleChoices = 300,
  MovedPermanently = 301,
  Found = 302,
  SeeOther = 303,
  NotModified = 304,
  UseProxy = 305,
  Unused = 306,
  TemporaryRedirect = 307,
  PermanentRedirect = 308,
  BadRequest = 400,
  Unauthorized = 401,
  PaymentRequired = 402,
  Forbidden = 403,
  NotFound = 404,
  MethodNotAllowed = 405,
  NotAcceptable = 406,
  ProxyAuthenticationRequired = 407,
  RequestTimeout = 408,
  Conflict = 409,
  Gone = 410,
  LengthRequired = 411,
  PreconditionFailed = 412,
  PayloadTooLarge = 413,
  ContentTooLarge = 413,
  UriTooLong = 414,
  UnsupportedMediaType = 415,
  RangeNotSatisfiable = 416,
  ExpectationFailed = 417,
  ImATeapot = 418,
  MisdirectedRequest = 421,
  UnprocessableEntity = 422,
  UnprocessableContent = 422,
  Locked = 423,
  FailedDependency = 424,
  TooEarly = 425,
  UpgradeRequired = 426,
  PreconditionRequired = 428,
  TooManyRequests = 429,
  RequestHeaderFieldsTooLarge = 431,
  UnavailableForLegalReasons = 451,
  InternalServerError = 500,
  NotImplemented = 501,
  BadGateway = 502,
  ServiceUnavailable = 503,
  GatewayTimeout = 504,
  HttpVersionNotSupported = 505,
  VariantAlsoNegotiates = 506,
  InsufficientStorage = 507,
  LoopDetected = 508,
  NotExtended = 510,
  NetworkAuthenticationRequired = 511,
  WebServerReturnsAnUnknownError = 520,
  WebServerIsDown = 521,
  ConnectionTimedOut = 522,
  OriginIsUnreachable = 523,
  TimeoutOccurred = 524,
  SslHandshakeFailed = 525,
  InvalidSslCertificate = 526,
}

// ---------------------------------------------------------------------------------------------- options
/** The options of `createClient()`. */
export interface CreateAxiosDefaults<D = any, P = any> extends Omit<
  AxiosRequestConfig<D, P>,
  "session" | "headers"
> {
  /**
   * The session whose token the requests carry. Without it, or with `false`, the client attaches no token and
   * refreshes nothing.
   *
   * All clients on a page, and all tabs of an origin, that name the same storage and the same keys share one
   * session and one refresh. Tabs coordinate through Web Locks, or through the storage where Web Locks are
   * missing (on a page served over plain HTTP).
   */
  session?: SessionOptions | false;

  /**
   * The `fetch` to use, for the refresh too. The default is looked up at each call, so a mock that is installed
   * later is used.
   *
   * @default globalThis.fetch
   */
  fetch?: typeof fetch;

  /**
   * The headers of every request. As in axios, those under `common` apply to every method, and those under a
   * method's name to that method.
   */
  headers?: GivenHeaders | Partial<HeadersDefaults>;
}
// ----------------------------------------------------------------------------------------------- client
/**
 * A client: a function with axios's methods. The type parameters are axios's: `T` is the type of
 * `response.data`, `R` is what the promise resolves to if an interceptor replaces the response, and `D` is the
 * type of the request's `data`.
 *
 * Every method rejects with an `AxiosError`.
 *
 * @example
 * const { data } = await api.get<User>("/me"); // data: User
 */
export interface AxiosInstance {
  <T = any, R = AxiosResponse<T>, D = any, P = any>(
    config: AxiosRequestConfig<D, P>,
  ): Promise<R>;
  <T = any, R = AxiosResponse<T>, D = any, P = any>(
    url: string,
    config?: AxiosRequestConfig<D, P>,
  ): Promise<R>;

  /** Sends a request. */
  request<T = any, R = AxiosResponse<T>, D = any, P = any>(
    config: AxiosRequestConfig<D, P>,
  ): Promise<R>;
  /** Sends a GET. */
  get<T = any, R = AxiosResponse<T>, D = any, P = any>(
    url: string,
    config?: AxiosRequestConfig<D, P>,
  ): Promise<R>;
  /** Sends a DELETE. */
  delete<T = any, R = AxiosResponse<T>, D = any, P = any>(
    url: string,
    config?: AxiosRequestConfig<D, P>,
  ): Promise<R>;
  /** Sends a HEAD. */
  head<T = any, R = AxiosResponse<T>, D = any, P = any>(
    url: string,
    config?: AxiosRequestConfig<D, P>,
  ): Promise<R>;
  /** Sends an OPTIONS. */
  options<T = any, R = AxiosResponse<T>, D = any, P = any>(
    url: string,
    config?: AxiosRequestConfig<D, P>,
  ): Promise<R>;
  /** Sends a POST. */
  post<T = any, R = AxiosResponse<T>, D = any, P = any>(
    url: string,
    data?: D,
    config?: AxiosRequestConfig<D, P>,
  ): Promise<R>;
  /** Sends a PUT. */
  put<T = any, R = AxiosResponse<T>, D = any, P = any>(
    url: string,
    data?: D,
    config?: AxiosRequestConfig<D, P>,
  ): Promise<R>;
  /** Sends a PATCH. */
  patch<T = any, R = AxiosResponse<T>, D = any, P = any>(
    url: string,
    data?: D,
    config?: AxiosRequestConfig<D, P>,
  ): Promise<R>;

  /** Sends a POST with a `multipart/form-data` body. Converts an object with `toFormData()`. */
  postForm<T = any, R = AxiosResponse<T>, D = any, P = any>(
    url: string,
    data?: D,
    config?: AxiosRequestConfig<D, P>,
  ): Promise<R>;
  /** Sends a PUT with a `multipart/form-data` body. */
  putForm<T = any, R = AxiosResponse<T>, D = any, P = any>(
    url: string,
    data?: D,
    config?: AxiosRequestConfig<D, P>,
  ): Promise<R>;
  /** Sends a PATCH with a `multipart/form-data` body. */
  patchForm<T = any, R = AxiosResponse<T>, D = any, P = any>(
    url: string,
    data?: D,
    config?: AxiosRequestConfig<D, P>,
  ): Promise<R>;

  /** Sends a QUERY: safe like a GET, with a body like a POST. */
  query<T = any, R = AxiosResponse<T>, D = any, P = any>(
    url: string,
    data?: D,
    config?: AxiosRequestConfig<D, P>,
  ): Promise<R>;

  /** Returns the URL of a request with this config, including `baseURL` and `params`. */
  getUri(config?: AxiosRequestConfig): string;

  /**
   * The platform's `fetch` with the session underneath, for any library that takes a `fetch`: openapi-fetch,
   * ky, Apollo, tRPC. It has the same signature and behaviour: it resolves with a `Response` for every status,
   * and rejects with a `TypeError` without a network and with the signal's reason after an abort. It ignores
   * the client's config, including `baseURL`.
   *
   * It rejects with an `AxiosError` only for the session's own errors, such as `ERR_SESSION_ENDED`.
   */
  readonly fetch: (
    input: RequestInfo | URL,
    init?: FetchInit,
  ) => Promise<Response>;

  /** The handlers that run before and after each request. */
  interceptors: {
    request: AxiosInterceptorManager<
      InternalAxiosRequestConfig,
      AxiosRequestConfig
    >;
    response: AxiosInterceptorManager<AxiosResponse, BareResponse>;
  };

  /** The default config of every request. You may change it. */
  defaults: AxiosDefaults;

  /**
   * Creates a client with these options on top of this client's, with interceptors of its own. It shares this
   * client's session unless you pass another.
   */
  create(options?: CreateAxiosDefaults): AxiosInstance;

  /**
   * Gives this client a session, as `createClient({ session })` does. Call it on the default instance before other
   * clients are created from it.
   *
   * @example axios.openSession({ refresh: "/auth/refresh" }).signIn(tokens);
   */
  openSession(options: SessionOptions): Session;

  /** The session of this client: who is signed in. */
  readonly session: Session;
}
/** The type of `client.defaults`. */
export interface AxiosDefaults extends Omit<
  InternalAxiosRequestConfig,
  "url" | "data" | "session" | "headers"
> {
  headers: {
    [Group in keyof HeadersDefaults]: { [name: string]: any };
  } & { [name: string]: any };
}
// ---------------------------------------------------------------------------------------------- request
/**
 * The config of one request, as in axios, plus fetch's own `init` members, which are passed on unchanged.
 *
 * Unknown members are kept, so that interceptors can read them. Declare them once:
 *
 * ```ts
 * declare module "everfetch/axios" {
 *   interface AxiosRequestConfig<D> {
 *     trace?: string;
 *   }
 * }
 * ```
 */
export interface AxiosRequestConfig<D = any, P = any> extends WithoutEffect {
  /** The URL: absolute, or combined with `baseURL`. */
  url?: string;
  /**
   * The HTTP method, in any case.
   *
   * @default "get"
   */
  method?: Method | (string & {});
  /** Prepended to a `url` that is not absolute. */
  baseURL?: string;
  /**
   * `false` prepends `baseURL` to an absolute `url` too.
   *
   * @default true
   */
  allowAbsoluteUrls?: boolean;
  /** Override the client's headers; names are case-insensitive. `false` removes a header of the client. */
  headers?: GivenHeaders | Partial<HeadersDefaults>;
  /**
   * The query, as an object: `a[]=1&a[]=2` for arrays, `a[b]=1` for objects, ISO format for a `Date`, and
   * nothing for `undefined` and `null`. Merged with the client's `params`. `URLSearchParams` are used as they
   * are.
   */
  params?: P;
  /** Serialises `params` in another way: by options, or by a function that returns the whole query. */
  paramsSerializer?: ParamsSerializerOptions | CustomParamsSerializer;
  /**
   * The body. A string, `URLSearchParams`, `FormData`, `Blob`, buffer or stream (in Node, a `Readable` as well) is sent
   * as it is. An object is sent as JSON, or as a form if `Content-Type` is `application/x-www-form-urlencoded` or
   * `multipart/form-data`. A stream can be sent only once, so its request rejects with `ERR_BODY_USED` if the
   * server rejects the token.
   */
  data?: D;
  /** How objects become form fields. */
  formSerializer?: FormSerializerOptions;
  /**
   * Replaces the functions that turn `data` into the body. To add one instead, push it to
   * `client.defaults.transformRequest`. Each receives the result of the previous one, and may change the
   * headers.
   */
  transformRequest?: AxiosRequestTransformer | AxiosRequestTransformer[];
  /**
   * Replaces the functions that turn the body into `response.data`; by default, JSON parsing. They also produce
   * `error.response.data`.
   */
  transformResponse?: AxiosResponseTransformer | AxiosResponseTransformer[];

  /**
   * The type of `response.data`.
   *
   * @default JSON if the body is JSON, otherwise text
   */
  responseType?: ResponseType;
  /**
   * The character encoding of a text that is not UTF-8, as a label of the Encoding standard.
   *
   * @default "utf-8"
   * @example "gbk"
   * @see https://encoding.spec.whatwg.org/#names-and-labels
   */
  responseEncoding?: string;
  /** The second argument of `JSON.parse`. */
  parseReviver?: (
    this: any,
    key: string,
    value: any,
    context?: { source?: string },
  ) => any;
  /**
   * Which statuses resolve; the others reject. `null`: all resolve.
   *
   * @default (status) => status >= 200 && status < 300
   */
  validateStatus?: ((status: number) => boolean) | null;
  /**
   * The largest response body, in bytes; a larger one rejects with `ERR_BAD_RESPONSE`.
   *
   * @default -1, no limit
   */
  maxContentLength?: number;
  /**
   * The largest request body, in bytes; a larger one is not sent and rejects with `ERR_BAD_REQUEST`.
   *
   * @default -1, no limit
   */
  maxBodyLength?: number;

  /**
   * The timeout of one attempt, including the body, in milliseconds. It does not run while the request waits
   * for a refresh. Rejects with `ECONNABORTED`.
   *
   * @default 0, no timeout
   */
  timeout?: number;
  /** The error message in place of `timeout of 500ms exceeded`. */
  timeoutErrorMessage?: string;
  /**
   * An `AbortSignal`. Aborting rejects the request immediately with `ERR_CANCELED`, even while it waits. A
   * refresh that the request started continues for the other requests.
   */
  signal?: GenericAbortSignal;
  /** axios's older equivalent of `signal`. */
  cancelToken?:
    Pick<CancelToken, "promise" | "reason" | "throwIfRequested"> | undefined;
  /** Called while the response body arrives, at most three times a second. */
  onDownloadProgress?: (event: AxiosProgressEvent) => void;
  /**
   * Called while the request body is sent, at most three times a second, if the browser can stream it:
   * Chromium, over HTTP/2 and later. Elsewhere it is called once, at the end, and one `console.warn` is logged.
   */
  onUploadProgress?: (event: AxiosProgressEvent) => void;

  /**
   * `true` sends cookies to other origins too: `credentials: "include"`.
   *
   * @default false
   */
  withCredentials?: boolean;
  /** HTTP Basic authentication. Overrides an `Authorization` header. */
  auth?: AxiosBasicCredentials;
  /**
   * The cookie that contains the XSRF token. `""` turns off reading `document.cookie`.
   *
   * @default "XSRF-TOKEN"
   */
  xsrfCookieName?: string;
  /**
   * The header that carries the XSRF token.
   *
   * @default "X-XSRF-TOKEN"
   */
  xsrfHeaderName?: string;
  /**
   * Where to send the XSRF token: `undefined` to the page's own origin only, `true` to any origin, `false` to
   * none.
   *
   * @default undefined
   */
  withXSRFToken?:
    boolean | ((config: AnyInternalConfig<D>) => boolean | undefined);

  /**
   * What `error.toJSON()` hides or shows. As in axios, an array lists further names to hide. An object,
   * `{ names, query, headers }`, can also show query values (`query: true`) and further headers.
   *
   * @example ["email"]
   * @example { query: true, headers: ["X-Request-Id"] }
   */
  redact?: any;
  /** Switches for the behaviour of earlier versions of axios. */
  transitional?: TransitionalOptions;
  /**
   * Replaces fetch. The names of axios's own adapters mean fetch.
   *
   * @default ["fetch"]
   */
  adapter?:
    AxiosAdapter | AxiosAdapterName | (AxiosAdapter | AxiosAdapterName)[];
  /** Replacements for parts of the platform. */
  env?: {
    /** Takes precedence over the client's `fetch`. */
    fetch?: (
      input: URL | Request | string,
      init?: RequestInit,
    ) => Promise<Response>;
    /** The class that builds `multipart/form-data`. */
    FormData?: new (...args: any[]) => object;
  };

  /** `false`: no token, no waiting, no refresh. */
  session?: false;
  /**
   * `false`: send this request during a refresh, with the current token.
   *
   * @default session.hold
   */
  hold?: boolean;

  /**
   * `0` returns a redirect instead of following it, like `redirect: "manual"`. Other values have no effect; the
   * browser has its own limit.
   */
  maxRedirects?: number;
  /** Further members of fetch's `init`. The members of this config take precedence. */
  fetchOptions?:
    | Omit<RequestInit, "body" | "headers" | "method" | "signal">
    | Record<string, any>;

  /** fetch's `RequestCache`; an interceptor of the application may use the name for values of its own. */
  cache?: any;
  credentials?: RequestCredentials;
  duplex?: "half";
  integrity?: string;
  keepalive?: boolean;
  mode?: RequestMode;
  priority?: "auto" | "high" | "low";
  redirect?: RequestRedirect;
  referrer?: string;
  referrerPolicy?: ReferrerPolicy;
}
/**
 * axios's options for what the browser decides on its own. They are accepted, so that old code compiles, and
 * ignored.
 */
export interface WithoutEffect {
  /** @deprecated No effect: for Node only. */
  proxy?: any;
  /** @deprecated No effect: for Node only. */
  httpAgent?: any;
  /** @deprecated No effect: for Node only. */
  httpsAgent?: any;
  /** @deprecated No effect: for Node only. */
  socketPath?: string | null;
  /** @deprecated No effect: for Node only. */
  transport?: any;
  /** @deprecated No effect: the browser decompresses the answer. */
  decompress?: boolean;
  /** @deprecated No effect: use fetch's `redirect`. */
  beforeRedirect?: any;
  /** @deprecated No effect: the browser controls the rate. */
  maxRate?: number | [number, number];
}
/**
 * The config that interceptors, transformers and adapters receive, merged with the client's. Where versions of axios
 * differ, it has the type `any`, so that it fits each of them.
 */
export interface InternalAxiosRequestConfig<
  D = any,
  P = any,
> extends AxiosRequestConfig<D, P> {
  headers: AxiosRequestHeaders;
  adapter?: any;
  cancelToken?: any;
  onDownloadProgress?: any;
  onUploadProgress?: any;
  responseType?: any;
  withXSRFToken?: any;
}
/** The same, with the headers of any version of axios: for functions that axios may call as well. */
export interface AnyInternalConfig<
  D = any,
  P = any,
> extends InternalAxiosRequestConfig<D, P> {
  headers: any;
}
/** The type of a response body. `"stream"` is the platform's `ReadableStream`; `"document"` needs a window. */
export type ResponseType =
  "arraybuffer" | "blob" | "document" | "formdata" | "json" | "stream" | "text";
/** Receives `data` and the headers; returns what is sent. */
export interface AxiosRequestTransformer {
  (this: any, data: any, headers: any): any;
}
/** Receives the body as `responseType` reads it; returns `response.data`. */
export interface AxiosResponseTransformer {
  (this: any, data: any, headers: any, status?: number): any;
}
/**
 * Replaces fetch: a mock, a cache, a bridge. It returns the response, or throws what the call rejects with. As
 * in axios, it must apply `validateStatus` itself. The session treats its answer like fetch's.
 */
export interface AxiosAdapter {
  (config: AnyInternalConfig): Promise<BareResponse>;
}
/** The names of axios's adapters. Here, all three mean fetch; any other name is an error. */
export type AxiosAdapterName = "fetch" | "xhr" | "http" | (string & {});
/** A user name and a password. */
export interface AxiosBasicCredentials {
  username: string;
  password: string;
}
/** The type of `config.transitional`. */
export interface TransitionalOptions {
  /**
   * `true`: return invalid JSON as text. `false`, with `responseType: "json"`: reject with `ERR_BAD_RESPONSE`.
   *
   * @default true
   */
  silentJSONParsing?: boolean;
  /**
   * Whether to parse JSON even without `responseType`.
   *
   * @default true
   */
  forcedJSONParsing?: boolean;
  /**
   * `true`: a timeout rejects with `ETIMEDOUT` instead of `ECONNABORTED`.
   *
   * @default false
   */
  clarifyTimeoutError?: boolean;
  /**
   * `true`: the request interceptor that was added last runs first.
   *
   * @default true
   */
  legacyInterceptorReqResOrdering?: boolean;
  /**
   * What an explicit `validateStatus: undefined` means. `true`: the same as `null`. `false`: the default.
   *
   * @default true
   */
  validateStatusUndefinedResolves?: boolean;
}
/** The progress of an upload or a download. */
export interface AxiosProgressEvent {
  /** The bytes transferred so far. */
  loaded: number;
  /** The total number of bytes, if known. */
  total?: number;
  /** From 0 to 1, if the total is known. */
  progress?: number;
  /** The bytes since the last event. */
  bytes: number;
  /** Bytes per second. */
  rate?: number;
  /** The estimated time left, in seconds. */
  estimated?: number;
  /** `true` for the request body. */
  upload?: boolean;
  /** `true` for the response body. */
  download?: boolean;
  /** Whether the total is known. */
  lengthComputable: boolean;
  /** `loaded`, `total` and `lengthComputable`, in the shape of a `ProgressEvent`. */
  event?: any;
}
// ---------------------------------------------------------------------------------------------- headers

/**
 * The value of a header. `null` does not send it. `false` does not send it, and prevents later code from
 * setting it.
 */
export type AxiosHeaderValue = PlainHeaderValue | AxiosHeaders;
/**
 * The value of a header that the caller gives. The `AxiosHeaders` of any version of axios is accepted too.
 */
type GivenHeaderValue = PlainHeaderValue | Iterable<[string, any]>;
/** Request headers as an object; names are case-insensitive. */
export type RawAxiosRequestHeaders = {
  [name: string]: GivenHeaderValue | undefined;
} & {
  [
    Name in
      | "Accept"
      | "Authorization"
      | "Content-Encoding"
      | "Content-Length"
      | "Content-Type"
      | "Location"
      | "User-Agent"
  ]?: GivenHeaderValue;
};
/** Headers in any of these forms: an object, an `AxiosHeaders`, the platform's `Headers`, a `Map`, or pairs. */
export type GivenHeaders = RawAxiosRequestHeaders | Iterable<[string, any]>;
/** The default headers of a client by method; those under `common` apply to every method. */
export type HeadersDefaults = {
  [
    Group in "common" | "delete" | "get" | "head" | "patch" | "post" | "put"
  ]: RawAxiosRequestHeaders;
} & {
  [
    Group in "link" | "options" | "purge" | "query" | "unlink"
  ]?: RawAxiosRequestHeaders;
};
/** `config.headers` in an interceptor: an `AxiosHeaders`, whose headers are also members. */
export type AxiosRequestHeaders = AxiosHeaders;
/** Response headers as an object; names are case-insensitive. */
export type RawAxiosResponseHeaders = { [name: string]: any };
/**
 * `response.headers`: read a header as `headers["x-total"]` in lower case, or as `headers.get("X-Total")` in
 * any case.
 */
export interface AxiosResponseHeaders extends AxiosHeaders {
  get(name: string): string | undefined;
  get(name: string, parser: RegExp): RegExpExecArray | null;
  get(name: string, parser: true | HeaderParser): any;
  [Symbol.iterator](): IterableIterator<[string, string]>;
}
/**
 * Selects headers by value (for `clear`, by name): those that contain the string, match the expression, or pass
 * the function.
 */
export type HeaderMatcher =
  string | RegExp | ((this: any, value: string, name: string) => boolean);
/** Parses the value of a header. */
export type HeaderParser = (this: any, value: any, name: string) => any;
/**
 * axios's header class. Each header is a member, in the case in which it was set; the methods are
 * case-insensitive.
 */
export class AxiosHeaders {
  /** @param headers an object, pairs, or the raw header lines. */
  constructor(headers?: GivenHeaders | string);

  [name: string]: any;

  /**
   * Sets a header, or several.
   *
   * @param rewrite `true`: always; `false`: only if the header is not set. By default, a value of `false` is
   * not overwritten.
   */
  set(
    name?: string,
    value?: GivenHeaderValue,
    rewrite?: boolean | HeaderMatcher,
  ): AxiosHeaders;
  set(headers?: GivenHeaders | string, rewrite?: boolean): AxiosHeaders;

  /** Returns the value of a header. */
  get(name: string): AxiosHeaderValue | undefined;
  /** Matches the value against the expression. */
  get(name: string, parser: RegExp): RegExpExecArray | null;
  /**
   * Parses the value with the function. `true` parses it into its parts: `max-age=60, private` becomes `{
   * "max-age": "60", private: undefined }`.
   */
  get(name: string, parser: true | HeaderParser): any;

  /** Whether a header is set. */
  has(name: string, matcher?: HeaderMatcher): boolean;

  /**
   * Deletes headers.
   *
   * @returns whether any was deleted.
   */
  delete(names: string | string[], matcher?: HeaderMatcher): boolean;

  /**
   * Deletes all headers, or those whose name matches.
   *
   * @returns whether any was deleted.
   */
  clear(matcher?: HeaderMatcher): boolean;

  /** Merges headers whose names differ only in case. `true` also capitalises the names `Like-This`. */
  normalize(format?: boolean): AxiosHeaders;

  /** Returns a new object with these headers, overridden by the given ones. */
  concat(...more: (GivenHeaders | string | null | undefined)[]): AxiosHeaders;

  /** Returns the headers that have a value as an object. `true` joins arrays. */
  toJSON(asStrings: true): Record<string, string>;
  toJSON(asStrings?: boolean): Record<string, string | string[]>;

  /** Returns the values of `Set-Cookie`. */
  getSetCookie(): string[];

  setAccept(
    value: GivenHeaderValue,
    rewrite?: boolean | HeaderMatcher,
  ): AxiosHeaders;
  getAccept(): AxiosHeaderValue | undefined;
  getAccept(parser: RegExp): RegExpExecArray | null;
  getAccept(parser: HeaderParser): any;
  hasAccept(matcher?: HeaderMatcher): boolean;

  setAuthorization(
    value: GivenHeaderValue,
    rewrite?: boolean | HeaderMatcher,
  ): AxiosHeaders;
  getAuthorization(): AxiosHeaderValue | undefined;
  getAuthorization(parser: RegExp): RegExpExecArray | null;
  getAuthorization(parser: HeaderParser): any;
  hasAuthorization(matcher?: HeaderMatcher): boolean;

  setContentEncoding(
    value: GivenHeaderValue,
    rewrite?: boolean | HeaderMatcher,
  ): AxiosHeaders;
  getContentEncoding(): AxiosHeaderValue | undefined;
  getContentEncoding(parser: RegExp): RegExpExecArray | null;
  getContentEncoding(parser: HeaderParser): any;
  hasContentEncoding(matcher?: HeaderMatcher): boolean;

  setContentLength(
    value: GivenHeaderValue,
    rewrite?: boolean | HeaderMatcher,
  ): AxiosHeaders;
  getContentLength(): AxiosHeaderValue | undefined;
  getContentLength(parser: RegExp): RegExpExecArray | null;
  getContentLength(parser: HeaderParser): any;
  hasContentLength(matcher?: HeaderMatcher): boolean;

  setContentType(
    value: GivenHeaderValue,
    rewrite?: boolean | HeaderMatcher,
  ): AxiosHeaders;
  getContentType(): AxiosHeaderValue | undefined;
  getContentType(parser: RegExp): RegExpExecArray | null;
  getContentType(parser: HeaderParser): any;
  hasContentType(matcher?: HeaderMatcher): boolean;

  setUserAgent(
    value: GivenHeaderValue,
    rewrite?: boolean | HeaderMatcher,
  ): AxiosHeaders;
  getUserAgent(): AxiosHeaderValue | undefined;
  getUserAgent(parser: RegExp): RegExpExecArray | null;
  getUserAgent(parser: HeaderParser): any;
  hasUserAgent(matcher?: HeaderMatcher): boolean;

  /** Returns the raw header lines. */
  toString(): string;

  [Symbol.iterator](): IterableIterator<[string, AxiosHeaderValue]>;

  /** Returns the same object if it is an `AxiosHeaders`, otherwise a new one. */
  static from(headers?: GivenHeaders | string): AxiosHeaders;

  static concat(
    ...headers: (GivenHeaders | string | null | undefined)[]
  ): AxiosHeaders;

  /** Adds `getXTotal()`, `setXTotal()` and `hasXTotal()` for `"X-Total"`. */
  static accessor(names: string | string[]): typeof AxiosHeaders;
}
// --------------------------------------------------------------------------------------- params and forms
/** How an object becomes the fields of a form or a query. */
export interface SerializerOptions {
  /** Called for each value. Return `true` to serialise its members, or `false` if you have handled the value. */
  visitor?: SerializerVisitor;
  /**
   * `true` writes `a.b=1` in place of `a[b]=1`.
   *
   * @default false
   */
  dots?: boolean;
  /**
   * Whether to keep the `{}` at the end of a name whose value is written as JSON.
   *
   * @default true
   */
  metaTokens?: boolean;
  /**
   * How to write arrays: `true` as `a[0]=1`, `false` as `a[]=1`, `null` as `a=1`.
   *
   * @default false
   */
  indexes?: boolean | null;
  /**
   * The deepest nesting allowed; deeper objects reject with `ERR_FORM_DATA_DEPTH_EXCEEDED`.
   *
   * @default 100
   */
  maxDepth?: number;
}
/** The type of `config.formSerializer`. */
export interface FormSerializerOptions extends SerializerOptions {}
/** The type of `config.paramsSerializer`. */
export interface ParamsSerializerOptions extends SerializerOptions {
  /** Encodes each name and value, in place of the default encoder. */
  encode?: ParamEncoder;
  /** Returns the whole query. */
  serialize?: CustomParamsSerializer;
}
/** Encodes one name or value. */
export interface ParamEncoder {
  (value: any, defaultEncoder: (value: any) => any): any;
}
/** Returns the query, without its `?`. */
export interface CustomParamsSerializer {
  (params: any, options?: ParamsSerializerOptions): string;
}
/** Decides whether to serialise the members of a value; `this` is the form. */
export interface SerializerVisitor {
  (
    this: GenericFormData,
    value: any,
    key: string | number,
    path: null | (string | number)[],
    helpers: FormDataVisitorHelpers,
  ): boolean;
}
/** The helpers that a visitor receives. */
export interface FormDataVisitorHelpers {
  defaultVisitor: SerializerVisitor;
  convertValue: (value: any) => any;
  isVisitable: (value: any) => boolean;
}
/** An object to append fields to: `FormData`, `URLSearchParams`, or Node's form-data. */
export interface GenericFormData {
  append(name: string, value: any, options?: any): any;
}
/**
 * Converts an object to a form: `{ a: { b: [1] } }` becomes `a[b][]=1`.
 *
 * @param target the form to append the fields to. By default, a new `FormData`.
 */
export function toFormData<F extends GenericFormData = FormData>(
  source: object,
  target?: F,
  options?: FormSerializerOptions,
): F;
/** Converts a form to an object: `a[b][]=1` becomes `{ a: { b: ["1"] } }`. */
export function formToJSON(
  form: GenericFormData | HTMLFormElement,
): Record<string, any>;
// ------------------------------------------------------------------------------------------ interceptors
/**
 * The handlers that run before a request or after a response. They run once per call: a request that is sent
 * again with a new token is still the same call.
 *
 * `V` is what a handler receives, `G` what it may return.
 */
export interface AxiosInterceptorManager<V, G = V> {
  /**
   * Adds a handler.
   *
   * @param onFulfilled returns the value, or another one. What it throws rejects the call.
   * @param onRejected turns an error into a value, or rethrows it.
   * @returns the handler's id, for `eject()`.
   * @example
   * api.interceptors.request.use((config) => {
   *   config.headers.set("X-Request-Id", crypto.randomUUID());
   *   return config;
   * });
   */
  use(
    onFulfilled?: ((value: V) => G | Promise<G>) | null,
    onRejected?: ((error: any) => any) | null,
    options?: AxiosInterceptorOptions,
  ): number;

  /** Removes a handler. */
  eject(id: number): void;

  /** Removes all handlers. */
  clear(): void;
}
/** The options of a request interceptor. */
export interface AxiosInterceptorOptions {
  /**
   * If all interceptors that run are synchronous, the request is sent without yielding to the event loop.
   *
   * @default false
   */
  synchronous?: boolean;
  /** Whether to run the interceptor for this request. By default, it runs for every request. */
  runWhen?: ((config: InternalAxiosRequestConfig) => boolean) | null;
  /**
   * `true` runs the interceptor again before a request is sent again with a new token, for example to sign it.
   *
   * @default false
   */
  onRetry?: boolean;
}
// --------------------------------------------------------------------------------------------- response
/** A response in axios's shape. */
export interface AxiosResponse<T = any, D = any, H = {}, P = any> {
  data: T;
  status: number;
  /** Empty over HTTP/2 and later. */
  statusText: string;
  headers: AxiosResponseHeaders | (H & RawAxiosResponseHeaders);
  /** The request's config, merged with the client's. */
  config: InternalAxiosRequestConfig<D, P>;
  /** What was sent: a `RequestFacts`, or what an adapter gives. */
  request?: any;
  /**
   * The platform's `Response`. Its body has been read, unless `responseType` is `"stream"`. An adapter's
   * response has none.
   */
  native?: Response;
}
/**
 * What an adapter or a response interceptor may return: a response in axios's shape, such as an `AxiosResponse`.
 */
export interface BareResponse<T = any, D = any> {
  data: T;
  status: number;
  statusText: string;
  headers: { [name: string]: any };
  config: AxiosRequestConfig<D>;
  request?: any;
}
// ---------------------------------------------------------------------------------------------- session
// ----------------------------------------------------------------------------------------------- errors
/** The error class of everfetch, in axios's shape. It contains no token. */
export class AxiosError<T = any, D = any> extends Error {
  constructor(
    message: string,
    code?: ErrorCode | (string & {}),
    config?: InternalAxiosRequestConfig<D>,
    request?: RequestFacts,
    response?: AxiosResponse<T, D>,
    cause?: unknown,
  );
  /** axios's codes, the session's own, or one of the application. */
  code?: ErrorCode | (string & {});
  config?: InternalAxiosRequestConfig<D>;
  request?: RequestFacts;
  /** The answer, if there was one. For the session's own errors, the answer that rejected the token. */
  response?: AxiosResponse<T, D>;
  /** The same as `response.status`. */
  status?: number;
  /**
   * The underlying error: fetch's `TypeError` for a network error; for a failed refresh, the same object for
   * every request that waited.
   */
  cause?: any;
  /** Lets `axios.isAxiosError(error)` and your existing handlers work. */
  readonly isAxiosError: true;
  /**
   * Returns name, message, stack, code, status and config, for logging. Leaves out tokens, passwords and
   * bodies.
   */
  toJSON(): object;
  /** Creates an `AxiosError` with the message and name of another error, which becomes its `cause`. */
  static from<T = any, D = any>(
    error: unknown,
    code?: ErrorCode | (string & {}),
    config?: InternalAxiosRequestConfig<D>,
    request?: RequestFacts,
    response?: AxiosResponse<T, D>,
  ): AxiosError<T, D>;

  static readonly ERR_FR_TOO_MANY_REDIRECTS = "ERR_FR_TOO_MANY_REDIRECTS";
  static readonly ERR_BAD_OPTION_VALUE = "ERR_BAD_OPTION_VALUE";
  static readonly ERR_BAD_OPTION = "ERR_BAD_OPTION";
  static readonly ERR_NETWORK = "ERR_NETWORK";
  static readonly ERR_DEPRECATED = "ERR_DEPRECATED";
  static readonly ERR_BAD_RESPONSE = "ERR_BAD_RESPONSE";
  static readonly ERR_BAD_REQUEST = "ERR_BAD_REQUEST";
  static readonly ERR_NOT_SUPPORT = "ERR_NOT_SUPPORT";
  static readonly ERR_INVALID_URL = "ERR_INVALID_URL";
  static readonly ERR_CANCELED = "ERR_CANCELED";
  static readonly ECONNABORTED = "ECONNABORTED";
  static readonly ECONNREFUSED = "ECONNREFUSED";
  static readonly ETIMEDOUT = "ETIMEDOUT";
  static readonly ERR_FORM_DATA_DEPTH_EXCEEDED = "ERR_FORM_DATA_DEPTH_EXCEEDED";
}
/** The error of an aborted request, with the code `ERR_CANCELED`. Check for it with `isCancel(error)`. */
export class CanceledError<T = any, D = any> extends AxiosError<T, D> {
  /** @param message by default, `"canceled"`. */
  constructor(
    message?: string,
    config?: InternalAxiosRequestConfig<D>,
    request?: RequestFacts,
    cause?: unknown,
  );
  readonly name: "CanceledError";
}
/** Whether the value is an `AxiosError` of everfetch, even one from another copy of the package. */
export function isEverfetchError<T = any, D = any>(
  value: unknown,
): value is AxiosError<T, D>;
/** Whether the value is an error of everfetch or of axios. */
export function isAxiosError<T = any, D = any>(
  value: unknown,
): value is AxiosError<T, D>;
/** Whether the caller cancelled the request, with a `signal` or a `cancelToken`. */
export function isCancel<T = any, D = any>(
  value: unknown,
): value is CanceledError<T, D>;
// ----------------------------------------------------------------------------------------- cancel tokens
/**
 * axios's older way to cancel a request, for existing code. In new code, use `AbortController`.
 *
 * @example
 * const { token, cancel } = CancelToken.source();
 * api.get("/a", { cancelToken: token });
 * cancel("no longer needed");
 */
export class CancelToken {
  /** @param executor receives the function that cancels. */
  constructor(executor: (cancel: Canceler) => void);
  /** Resolves when the token is cancelled. */
  promise: Promise<Cancel>;
  /** A `CanceledError`, once the token is cancelled. */
  reason?: Cancel;
  /** Throws the reason if the token is cancelled. */
  throwIfRequested(): void;
  /** Calls the listener once, when the token is cancelled; immediately if it already is. */
  subscribe(listener: (cancel: Cancel | any) => void): void;
  unsubscribe(listener: (cancel: Cancel | any) => void): void;
  /** Returns an equivalent `AbortSignal`. */
  toAbortSignal(): AbortSignal;
  /** Returns a token and the function that cancels it. */
  static source(): CancelTokenSource;
}
/** Why a request was cancelled. */
export interface Cancel {
  message: string | undefined;
}

/** The older name of `CanceledError`. */
export const Cancel: typeof CanceledError;
/** Cancels the token; only the first call has an effect. */
export interface Canceler {
  (message?: string, config?: AxiosRequestConfig, request?: any): void;
}
/** The result of `CancelToken.source()`. */
export interface CancelTokenSource {
  token: CancelToken;
  cancel: Canceler;
}

/** everfetch's own names. */
export { AxiosError as EverfetchError };
export type {
  AxiosInstance as Client,
  AxiosRequestConfig as RequestConfig,
  AxiosRequestConfig as RawAxiosRequestConfig,
  AxiosResponse as ClientResponse,
  CreateAxiosDefaults as ClientOptions,
  InternalAxiosRequestConfig as InternalRequestConfig,
  AxiosHeaders as EverfetchHeaders,
};

/** The promise of a request. */
export type AxiosPromise<T = any, D = any> = Promise<AxiosResponse<T, D>>;
