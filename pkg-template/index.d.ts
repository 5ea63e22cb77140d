/**
 * everfetch: the front-end HTTP client that makes access-token expiry invisible.
 *
 * Under a Content-Security-Policy, `script-src` needs `'wasm-unsafe-eval'`.
 */

/**
 * Makes a client. Synchronous: nothing to await before, no bundler plugin.
 *
 * ```ts
 * const api = createClient({ baseURL: "/api", session: { refresh: "/auth/refresh" } });
 * const { data } = await api.post("/auth/login", { username, password });
 * api.session.signIn(data);
 * const me = await api.get<User>("/me");
 * ```
 *
 * @param options axios's request config as defaults for every request, plus `session` and `fetch`.
 * @throws {EverfetchError} `ERR_BAD_OPTION`: the message names the option, what it got, what it takes and
 * the nearest name that exists. `ERR_WASM_BLOCKED`: the page's policy forbids WebAssembly.
 */
export function createClient(options?: ClientOptions): Client;

/**
 * Compiles the engine ahead of the first `createClient()`. Only browsers that compile no more than 4 kB of
 * WebAssembly at once need this (Chromium before 114); everywhere else leave it out.
 */
export function init(): Promise<void>;

/** The package's version. */
export const VERSION: string;

// ---------------------------------------------------------------------------------------------- options

/** What `createClient()` takes. */
export interface ClientOptions extends Omit<
  RequestConfig,
  "url" | "data" | "session" | "headers"
> {
  /**
   * The session whose token the requests carry. Default: none; then nothing is attached nor refreshed.
   *
   * Clients of one page, and tabs of one origin, that name the same storage and the same keys share one
   * session, and one refresh (by Web Locks; without them, as on a page by plain HTTP, by what they store).
   */
  session?: SessionOptions;

  /**
   * Used in place of the platform's fetch, for the refresh too. Default: `globalThis.fetch`, looked up at
   * each call, so that a mock which is installed later is seen.
   */
  fetch?: typeof fetch;

  /** Headers of every request; those under `common` or a method's name as axios has them. */
  headers?: GivenHeaders | Partial<HeaderDefaults>;
}

/** How the session's tokens are kept, sent, noticed to have expired, and refreshed. */
export interface SessionOptions {
  /**
   * How a new access token is bought: the token endpoint's URL, a request described by options, or your
   * own function. Required; the rest has defaults.
   *
   * - A URL stands for `{ url }`: a POST of `{ "refreshToken": "…" }` as JSON.
   * - A function is asked once per refresh, however many requests wait. When it throws an error that has
   *   a status, that counts as an answer's would; a `TypeError` (a failed fetch) counts as an outage and
   *   keeps the session; anything else ends it. What it sends by this very client after an `await` waits
   *   for the refresh, and so for itself, until the timeout: use `context.fetch`, or `session: false`.
   */
  refresh:
    | string
    | RefreshRequest
    | ((context: RefreshContext) => TokenReply | Promise<TokenReply>);

  /**
   * Where the tokens are kept: `"local"` (`localStorage`, shared by the origin's tabs), `"session"`
   * (`sessionStorage`, of one tab), `"memory"` (of this client, gone with the page), or your own object.
   * Default: `"local"`; where there is no window, memory.
   *
   * Set this to `"memory"` when the refresh token is in an HttpOnly cookie: then no token outlives the page.
   * When storage is blocked or full the tokens go on in memory, and one `console.warn` says so. A third entry
   * beside the two (`accessToken everfetch`) tells one sign-in from another where the access token is opaque, and
   * the end of a session from a sign-out.
   */
  storage?: "local" | "session" | "memory" | TokenStorage;

  /**
   * The names of the tokens in the store. Default: `"accessToken"` and `"refreshToken"`.
   *
   * The values are raw strings, as your own code has them: what it writes or removes there, the next
   * request sees.
   */
  keys?: { accessToken?: string; refreshToken?: string };

  /** The header that carries the access token. Default: `"Authorization"`. */
  header?: string;

  /**
   * What stands before the token in that header (RFC 6750 §2.1). Default: `"Bearer"`. Set this to `""` when
   * the back end wants the bare token.
   */
  scheme?: string;

  /**
   * Origins that get the token besides the page's and that of `baseURL`, such as
   * `"https://files.example.com"`. Default: none. Every other origin gets no token, and its 401 starts
   * nothing.
   */
  origins?: string[];

  /**
   * Paths that never carry a token, never wait and never start a refresh: log-in, register; the log-out only
   * where the server knows the session by its cookie. Default: none. The token endpoint is public by itself.
   *
   * A string is the whole path, with or without that of `baseURL`; a regular expression is matched with
   * the path.
   */
  public?: (string | RegExp)[];

  /**
   * Which answers mean that the access token has expired. Default: `{ status: 401 }`.
   *
   * Set this when a back end says it with another status (`{ status: 403, code: "TOKEN_EXPIRED" }`), or
   * always answers 200 (`{ status: 200, code: 50014 }`). A code tells expiry from a real lack of permission,
   * and so does a challenge with `error="insufficient_scope"` (RFC 6750 §3.1), which is never refreshed. A
   * function gets a clone of the response; one that throws, or takes longer than 5 seconds, has said no.
   */
  expired?: Refusal | ((response: Response) => boolean | Promise<boolean>);

  /**
   * Whether requests made during a refresh wait for it, to go out once, with the new token, in order.
   * Default: `true`. Set this to `false` when most requests do without a token. Each request can say so
   * for itself.
   */
  hold?: boolean;

  /**
   * Refresh when fewer seconds are left of the access token, before the server refuses it. Default: 30, or a
   * tenth of the token's life where that is less. `0` turns it off. More than half of the life counts as
   * half.
   *
   * The expiry is what a JWT's `exp` says, or the sign-in's or refresh's `expires_in` or `expiresAt`. The
   * device's clock may be wrong: how far, is learned from what the server says of its own. A refresh ahead of
   * time that fails changes nothing while the token works.
   */
  expiryMargin?: number;

  /**
   * Whether to refresh in the background as well, without waiting for a request: on a timer, and when the
   * page comes back from sleep or online. Default: `false`; then the next request does. Set this to `true`
   * when a WebSocket or a download outlives the token.
   */
  keepFresh?: boolean;

  /**
   * The longest that a request waits for a refresh, in milliseconds; then it rejects with
   * `ERR_WAITER_TIMEOUT`, and the refresh goes on. Default: the time of another tab's refresh with all its
   * retries, and of one of its own. A request's own `timeout` does not run while it waits.
   */
  waiterTimeout?: number;

  /**
   * Whose a token is; `null` when it does not tell. Default: a JWT's `sub`. Where nothing tells, each sign-in
   * counts as another user. A request that one user has made is never sent as another.
   *
   * For an opaque token, what the application knows, kept where every tab sees it:
   * `() => localStorage.getItem("me")`, which the log-in sets before it calls `signIn`.
   */
  userOf?: (accessToken: string) => string | null;

  /**
   * Where the user goes when the session has ended. Default: `"/login"`. `false`: nowhere. Once per end, and
   * not at all where the page is there already.
   */
  loginURL?: string | false;

  /**
   * A parameter of `loginURL` that gets the page's own path, query and hash, such as `"redirect"`: the
   * login page's way back. Default: none.
   */
  returnParam?: string;

  /** Goes to a URL in place of `location.assign`: a router's push. */
  navigate?: (url: string) => void;

  /**
   * Asked once when the session ends, however many requests failed. Default: redirect. Not asked at this
   * tab's own `signOut()`.
   *
   * - `"redirect"` (also when it returns nothing, throws, or has not answered within 5 seconds): whoever
   *   waits is rejected, and the user goes to `loginURL`.
   * - `"stay"`: rejected, and nothing else.
   * - `"wait"`: whoever waits is parked until somebody signs in, in this tab or another: sent if it is the
   *   same user, rejected with `ERR_SESSION_CHANGED` if not, or if the token does not tell (`userOf`). Show a
   *   login over the page, and an hour's edit survives. A request that is made after the end is not parked: it
   *   goes out without a token, and its 401 is the caller's.
   *
   * (A promise may be of any string, since TypeScript takes `async () => "stay"` for one.)
   */
  onEnd?: (end: SessionEnd) => EndChoice | void | PromiseLike<string | void>;

  /**
   * Tells what is decided, a line for each decision: `true` by `console.log`, a function gets the line. Default:
   * nothing is told. No line has a token in it, nor a query or a body; tokens are told apart by their numbers.
   *
   * ```text
   * GET /me refused (401) with token #4, now token #5, due in 270 s → retry
   * ```
   */
  debug?: boolean | ((line: string) => void);
}

/** What `session.onEnd` may answer. */
export type EndChoice = "redirect" | "stay" | "wait";

/** The token endpoint, described. */
export interface RefreshRequest {
  /** Combined with `baseURL` as every request's is. */
  url: string;

  /** In place of the client's; `""` for the page's root. Default: the client's. */
  baseURL?: string;

  /** Default: `"POST"`, or `"GET"` when `send` is `"query"`. */
  method?: string;

  /**
   * Where the refresh token travels. Default: `"json"`.
   *
   * - `"json"`: a member of a JSON body.
   * - `"form"`: a field of a form body, with `grant_type=refresh_token` (RFC 6749 §6).
   * - `"query"`: a parameter of the URL. Logs keep URLs: only when the back end wants it so.
   * - `"header"`: a header; that of the access token unless `name` says otherwise.
   * - `"cookie"`: a cookie which JavaScript does not see; sent with credentials.
   */
  send?: "json" | "form" | "query" | "header" | "cookie";

  /**
   * The name of its member, field, parameter or header. Default: `"refreshToken"`; `"refresh_token"` for
   * `"form"`; `session.header` for `"header"`.
   */
  name?: string;

  /** Sent along: `client_id`, a device, … In the body, or in the URL where there is none. */
  extra?: Record<string, string>;

  /** More headers, such as one against cross-site requests. */
  headers?: Record<string, string>;

  /**
   * Paths to the tokens in the answer, such as `"result.jwt"` or `"tokens.0"`. Default: the common
   * spellings (`accessToken`, `access_token`, `token`, `newAccessToken`, …), at the top or under `data`.
   * An answer without a new refresh token keeps the old one.
   */
  reply?: { accessToken?: string; refreshToken?: string; expiresIn?: string };

  /**
   * What says "log in again" besides an answer of 4xx without tokens, such as
   * `{ status: 200, code: 50008 }`. Default: nothing.
   */
  refused?: Refusal;

  /** The longest that one try takes, in milliseconds. Default: 10 000. */
  timeout?: number;

  /**
   * How often to try again after an outage (no network, 408, 425, 429, 5xx), with growing pauses (0.3 to 0.6 s, then
   * 0.6 to 1.2 s, …), or after what `Retry-After` asks for, if that is 5 seconds at most. Default: 2. If it lasts,
   * the requests reject with `ERR_REFRESH_UNAVAILABLE` and the tokens are kept; after 500, 501 and the like the
   * session ends.
   */
  retries?: number;
}

/** Which answers are meant: by status, by a code in a JSON body, or by both. At least one of the two. */
export interface Refusal {
  /** Any of these. Default: 401 in `session.expired`, any in `refresh.refused`. */
  status?: number | number[];
  /** Any of these, exactly: `401` and `"401"` are different. Default: the body does not matter. */
  code?: string | number | (string | number)[];
  /** Where the code is, such as `"error.code"` or `"errors.0.code"`. Default: `"code"`. */
  codePath?: string;
}

/** What a refresh function gets. */
export interface RefreshContext {
  /** The refresh token in the store; `null` where there is none. */
  refreshToken: string | null;
  /** Aborted when the try takes longer than 10 seconds, or when nobody wants its answer any more. */
  signal: AbortSignal;
  /** The client's fetch without the session: no token, no waiting. */
  fetch: typeof fetch;
}

/** The application's own place for tokens: `Storage`, or anything with these three. */
export interface TokenStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/**
 * The tokens of a sign-in or a refresh: in our spelling, or as a token endpoint answers (RFC 6749 §5.1).
 * Without a refresh token, a refresh keeps the old one and a sign-in has none.
 */
export type TokenReply =
  | {
      accessToken: string;
      refreshToken?: string | null;
      expiresIn?: number;
      expiresAt?: number;
    }
  | {
      access_token: string;
      refresh_token?: string | null;
      expires_in?: number;
      token_type?: string;
      scope?: string;
    };

// ----------------------------------------------------------------------------------------------- client

/**
 * A client: a function with axios's methods. Generics as axios's: `T` is what `response.data` is, `R` what
 * the promise resolves to where an interceptor makes something else of the response, `D` what the request's
 * `data` is.
 *
 * ```ts
 * const { data } = await api.get<User>("/me"); // data: User
 * ```
 *
 * All of them reject with an `EverfetchError`.
 */
export interface Client {
  <T = any, R = ClientResponse<T>, D = any>(
    config: RequestConfig<D>,
  ): Promise<R>;
  <T = any, R = ClientResponse<T>, D = any>(
    url: string,
    config?: RequestConfig<D>,
  ): Promise<R>;

  request<T = any, R = ClientResponse<T>, D = any>(
    config: RequestConfig<D>,
  ): Promise<R>;
  get<T = any, R = ClientResponse<T>, D = any>(
    url: string,
    config?: RequestConfig<D>,
  ): Promise<R>;
  delete<T = any, R = ClientResponse<T>, D = any>(
    url: string,
    config?: RequestConfig<D>,
  ): Promise<R>;
  head<T = any, R = ClientResponse<T>, D = any>(
    url: string,
    config?: RequestConfig<D>,
  ): Promise<R>;
  options<T = any, R = ClientResponse<T>, D = any>(
    url: string,
    config?: RequestConfig<D>,
  ): Promise<R>;
  post<T = any, R = ClientResponse<T>, D = any>(
    url: string,
    data?: D,
    config?: RequestConfig<D>,
  ): Promise<R>;
  put<T = any, R = ClientResponse<T>, D = any>(
    url: string,
    data?: D,
    config?: RequestConfig<D>,
  ): Promise<R>;
  patch<T = any, R = ClientResponse<T>, D = any>(
    url: string,
    data?: D,
    config?: RequestConfig<D>,
  ): Promise<R>;

  /** A POST of `multipart/form-data`: an object becomes a form, as `toFormData` makes it. */
  postForm<T = any, R = ClientResponse<T>, D = any>(
    url: string,
    data?: D,
    config?: RequestConfig<D>,
  ): Promise<R>;
  /** A PUT of `multipart/form-data`. */
  putForm<T = any, R = ClientResponse<T>, D = any>(
    url: string,
    data?: D,
    config?: RequestConfig<D>,
  ): Promise<R>;
  /** A PATCH of `multipart/form-data`. */
  patchForm<T = any, R = ClientResponse<T>, D = any>(
    url: string,
    data?: D,
    config?: RequestConfig<D>,
  ): Promise<R>;

  /** A QUERY: safe as a GET, with a body as a POST has. */
  query<T = any, R = ClientResponse<T>, D = any>(
    url: string,
    data?: D,
    config?: RequestConfig<D>,
  ): Promise<R>;

  /** The URL that a request of this config would go to, `baseURL` and `params` included. */
  getUri(config?: RequestConfig): string;

  /**
   * The platform's fetch with the session underneath: its signature, its behaviour (a `Response` for every
   * status, `TypeError` without a network, the signal's own reason at an abort), and nothing of the client's
   * config, `baseURL` included. For whatever takes a fetch: openapi-fetch, ky, Apollo, tRPC.
   *
   * Only what the session adds rejects with an `EverfetchError`, such as `ERR_SESSION_ENDED`.
   */
  readonly fetch: (
    input: RequestInfo | URL,
    init?: FetchInit,
  ) => Promise<Response>;

  /** What runs before and after each request. */
  interceptors: {
    request: InterceptorManager<InternalRequestConfig>;
    response: InterceptorManager<ClientResponse, BareResponse>;
  };

  /** The config under every request's own; may be changed. */
  defaults: ClientDefaults;

  /**
   * A client with these options over this client's; its interceptors are its own. On the same session, unless
   * it is given another.
   */
  create(options?: ClientOptions): Client;

  /** Who is signed in. */
  readonly session: Session;
}

/** `client.defaults`. */
export interface ClientDefaults extends Omit<
  RequestConfig,
  "url" | "data" | "session" | "headers"
> {
  headers: HeaderDefaults & { [name: string]: HeaderValue };
}

/** What `client.fetch` takes besides the platform's own. */
export interface FetchInit extends RequestInit {
  /** `false`: no token, no waiting, no refresh. */
  session?: false;
  /** `false` lets this request through during a refresh, with the token as it is. Default: `session.hold`. */
  hold?: boolean;
}

// ---------------------------------------------------------------------------------------------- request

/**
 * One request, as axios describes it; and fetch's own init members, passed on as they are.
 *
 * Members of your own are kept, for interceptors to read. Name them once:
 *
 * ```ts
 * declare module "everfetch" {
 *   interface RequestConfig<D> {
 *     trace?: string;
 *   }
 * }
 * ```
 */
export interface RequestConfig<D = any> extends WithoutEffect {
  /** Absolute, or combined with `baseURL`. */
  url?: string;
  /** In any case. Default: `"get"`. */
  method?: Method | (string & {});
  /** Stands before a `url` that is not absolute. */
  baseURL?: string;
  /** `false` puts `baseURL` before an absolute `url` too. Default: `true`. */
  allowAbsoluteUrls?: boolean;
  /** Over the client's, whatever the case of the names; `false` takes a header of the client's away. */
  headers?: GivenHeaders | Partial<HeaderDefaults>;
  /**
   * An object, added to the query: `a[]=1&a[]=2` for arrays, `a[b]=1` for objects, a `Date` in ISO, nothing for
   * `undefined` and `null`. Over the client's, member by member. `URLSearchParams` go as they are.
   */
  params?: any;
  /** Writes `params` in another way: some options, or the whole query by a function. */
  paramsSerializer?: ParamsSerializerOptions | CustomParamsSerializer;
  /**
   * The body. A string, `URLSearchParams`, `FormData`, `Blob`, buffer or stream goes as what it is. An object
   * goes as JSON, or, where `Content-Type` says so, as a form: `application/x-www-form-urlencoded` or
   * `multipart/form-data`. A stream can be sent once only, so a refusal of its request is `ERR_BODY_USED`.
   */
  data?: D;
  /** How objects become form fields. */
  formSerializer?: FormSerializerOptions;
  /**
   * In place of what makes a body of `data` (to have it as well, add to `client.defaults.transformRequest`).
   * Each gets what the one before it gave, and may change the headers.
   */
  transformRequest?: RequestTransformer | RequestTransformer[];
  /**
   * In place of what makes `response.data` of a body, which is JSON by default. Also where the status rejects:
   * `error.response.data` is theirs too.
   */
  transformResponse?: ResponseTransformer | ResponseTransformer[];

  /** What becomes of the body. Default: JSON where it is JSON, text otherwise. */
  responseType?: ResponseType;
  /** The text's charset, where it is not UTF-8: a label of the Encoding standard, such as `"gbk"`. */
  responseEncoding?: string;
  /** What `JSON.parse` takes as its second. */
  parseReviver?: (
    this: any,
    key: string,
    value: any,
    context?: { source?: string },
  ) => any;
  /** Which statuses resolve; the others reject. Default: 200 to 299. `null`: all resolve. */
  validateStatus?: ((status: number) => boolean) | null;
  /** The most bytes of an answer; more rejects with `ERR_BAD_RESPONSE`. Default: -1, no limit. */
  maxContentLength?: number;
  /** The most bytes of a body; more is not sent, and rejects with `ERR_BAD_REQUEST`. Default: -1, no limit. */
  maxBodyLength?: number;

  /**
   * Milliseconds for one sending, body included; 0 means none. Default: 0. Does not run while the request
   * waits for a refresh. Rejects with `ECONNABORTED`.
   */
  timeout?: number;
  /** The message in place of `timeout of 500ms exceeded`. */
  timeoutErrorMessage?: string;
  /**
   * An `AbortSignal`. Aborts the request, also while it waits: at once, with `ERR_CANCELED`. The refresh that
   * it may have started goes on for the others.
   */
  signal?: GenericAbortSignal;
  /** The same, as axios had it before there was `AbortSignal`. */
  cancelToken?: CancelToken | undefined;
  /** Told while the answer arrives, at most three times a second. */
  onDownloadProgress?: (event: TransferProgress) => void;
  /**
   * Told while the body leaves, at most three times a second, where the browser can stream what it sends:
   * Chromium, over HTTP/2 and later. Elsewhere told once, at the end; one `console.warn` says so.
   */
  onUploadProgress?: (event: TransferProgress) => void;

  /** `true` sends cookies to other origins too: `credentials: "include"`. */
  withCredentials?: boolean;
  /** HTTP Basic; over an `Authorization` of `headers`. */
  auth?: BasicCredentials;
  /** The cookie that has the token against cross-site requests. Default: `"XSRF-TOKEN"`. */
  xsrfCookieName?: string;
  /** The header that carries it back. Default: `"X-XSRF-TOKEN"`. */
  xsrfHeaderName?: string;
  /** Whether it is sent: `undefined` to the page's own origin only, `true` to any, `false` to none. */
  withXSRFToken?:
    boolean | ((config: InternalRequestConfig<D>) => boolean | undefined);

  /** Behaviour that axios keeps for code of its former versions. */
  transitional?: TransitionalOptions;
  /** Stands in for fetch. The names of axios's own adapters mean fetch. Default: `["fetch"]`. */
  adapter?: Adapter | AdapterName | (Adapter | AdapterName)[];
  /** The platform's parts that are not to be the platform's. */
  env?: {
    /** Over the client's own `fetch`. */
    fetch?: (
      input: URL | Request | string,
      init?: RequestInit,
    ) => Promise<Response>;
    /** What `multipart/form-data` is made in. */
    FormData?: new (...args: any[]) => object;
  };

  /** `false`: no token, no waiting, no refresh. */
  session?: false;
  /** `false` lets this request through during a refresh, with the token as it is. Default: `session.hold`. */
  hold?: boolean;

  /** `0` gives a redirect as it is, as `redirect: "manual"` does; the browser counts any other. */
  maxRedirects?: number;
  /** More of fetch's init; what stands here by its name comes first. */
  fetchOptions?:
    | Omit<RequestInit, "body" | "headers" | "method" | "signal">
    | Record<string, any>;

  cache?: RequestCache;
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

/** Options of axios's for what fetch leaves to the browser: taken, so that old code compiles, and ignored. */
export interface WithoutEffect {
  /** @deprecated Without effect: Node's own. */
  proxy?: any;
  /** @deprecated Without effect: Node's own. */
  httpAgent?: any;
  /** @deprecated Without effect: Node's own. */
  httpsAgent?: any;
  /** @deprecated Without effect: Node's own. */
  socketPath?: string | null;
  /** @deprecated Without effect: Node's own. */
  transport?: any;
  /** @deprecated Without effect: the browser decodes what it asked for. */
  decompress?: boolean;
  /** @deprecated Without effect: fetch has `redirect`. */
  beforeRedirect?: any;
  /** @deprecated Without effect: the browser sets the pace. */
  maxRate?: number | [number, number];
}

/** A config as interceptors, transformers and adapters see it: merged with the client's. */
export interface InternalRequestConfig<D = any> extends RequestConfig<D> {
  headers: RequestHeaders;
}

type UppercaseMethod =
  | "GET"
  | "DELETE"
  | "HEAD"
  | "OPTIONS"
  | "POST"
  | "PUT"
  | "PATCH"
  | "PURGE"
  | "LINK"
  | "UNLINK"
  | "QUERY";

/** The methods that axios knows, in either case. */
export type Method = UppercaseMethod | Lowercase<UppercaseMethod>;

/** What becomes of a body. `"stream"` is the platform's `ReadableStream`; `"document"` needs a window. */
export type ResponseType =
  "arraybuffer" | "blob" | "document" | "formdata" | "json" | "stream" | "text";

/** Gets `data` and the headers, gives what is sent. */
export interface RequestTransformer {
  (this: InternalRequestConfig, data: any, headers: RequestHeaders): any;
}

/** Gets the body as `responseType` reads it, gives `response.data`. */
export interface ResponseTransformer {
  (
    this: InternalRequestConfig,
    data: any,
    headers: EverfetchHeaders,
    status?: number,
  ): any;
}

/**
 * Stands in for fetch: a mock, a cache, a bridge. Gives the response, or throws what the call rejects with:
 * `validateStatus` is its own to ask, as in axios. The session sees its answer as it would see fetch's.
 */
export interface Adapter {
  (config: InternalRequestConfig): Promise<BareResponse>;
}

/** axios's names of adapters: here, all three are fetch, and another is an error. */
export type AdapterName = "fetch" | "xhr" | "http" | (string & {});

/** A user and a password. */
export interface BasicCredentials {
  username: string;
  password: string;
}

/** What `config.transitional` switches. */
export interface TransitionalOptions {
  /** Default: `true`: what is not JSON is text. `false`, with `responseType: "json"`: `ERR_BAD_RESPONSE`. */
  silentJSONParsing?: boolean;
  /** Default: `true`: JSON is read without `responseType`, too. */
  forcedJSONParsing?: boolean;
  /** Default: `false`. `true` makes the code of a timeout `ETIMEDOUT`. */
  clarifyTimeoutError?: boolean;
  /** Default: `true`: of request interceptors, the last that was added runs first. */
  legacyInterceptorReqResOrdering?: boolean;
  /** Default: `true`: `validateStatus: undefined`, when it is said, is as `null`. `false`: as if not said. */
  validateStatusUndefinedResolves?: boolean;
}

/** What an `AbortSignal` is at least. */
export interface GenericAbortSignal {
  readonly aborted: boolean;
  onabort?: ((...args: any) => any) | null;
  addEventListener?: (...args: any) => any;
  removeEventListener?: (...args: any) => any;
}

/** How far a body has come. */
export interface TransferProgress {
  /** Bytes until now. */
  loaded: number;
  /** Bytes in all, where the length is known. */
  total?: number;
  /** From 0 to 1, where the length is known. */
  progress?: number;
  /** Bytes since the last event. */
  bytes: number;
  /** Bytes per second. */
  rate?: number;
  /** Seconds that are left. */
  estimated?: number;
  /** It is the body that is sent. */
  upload?: boolean;
  /** It is the answer. */
  download?: boolean;
  /** Is the length known? */
  lengthComputable: boolean;
  /** `loaded`, `total` and `lengthComputable` again, as a `ProgressEvent` has them. */
  event?: any;
}

// ---------------------------------------------------------------------------------------------- headers

/** The value of a header. `null` says nothing; `false` says nothing, and that nobody else may. */
export type HeaderValue =
  string | string[] | number | boolean | EverfetchHeaders | null;

/** Headers as an object; the names in any case. */
export type RawRequestHeaders = {
  [name: string]: HeaderValue | undefined;
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
  ]?: HeaderValue;
};

/** Headers in whatever has them: an object, an `EverfetchHeaders`, the platform's `Headers`, a `Map`, pairs. */
export type GivenHeaders =
  RawRequestHeaders | EverfetchHeaders | Iterable<[string, HeaderValue]>;

/** Headers of a client, by the method that they are for; those under `common` are for all. */
export type HeaderDefaults = {
  [
    Group in "common" | "delete" | "get" | "head" | "patch" | "post" | "put"
  ]: RawRequestHeaders;
} & {
  [
    Group in "link" | "options" | "purge" | "query" | "unlink"
  ]?: RawRequestHeaders;
};

/** `config.headers` in an interceptor: an `EverfetchHeaders`, or its members by their names. */
export type RequestHeaders = RawRequestHeaders & EverfetchHeaders;

/** A response's headers as an object; the names in any case. */
export type RawResponseHeaders = {
  [name: string]: HeaderValue | undefined;
} & { "set-cookie"?: string[] };

/** `response.headers`: by name in lower case, `headers["x-total"]`, or in any, `headers.get("X-Total")`. */
export interface ResponseHeaders extends EverfetchHeaders {
  get(name: string): string | undefined;
  get(name: string, parser: RegExp): RegExpExecArray | null;
  get(name: string, parser: true | HeaderParser): any;
  [Symbol.iterator](): IterableIterator<[string, string]>;
}

/** Which headers are meant: those whose value (for `clear`, whose name) has it, matches it, or passes it. */
export type HeaderMatcher =
  | string
  | RegExp
  | ((this: EverfetchHeaders, value: string, name: string) => boolean);

/** Makes something of a header's value. */
export type HeaderParser = (
  this: EverfetchHeaders,
  value: HeaderValue,
  name: string,
) => any;

/**
 * Headers as axios has them: each a member, in the case in which it was given, and methods that do not mind
 * the case.
 */
export class EverfetchHeaders {
  /** @param headers an object, pairs, or the lines of a head. */
  constructor(headers?: GivenHeaders | string);

  [name: string]: any;

  /**
   * @param rewrite `true`: whatever was there; `false`: only where there was nothing. Default: not over
   * `false`.
   */
  set(
    name?: string,
    value?: HeaderValue,
    rewrite?: boolean | HeaderMatcher,
  ): EverfetchHeaders;
  set(headers?: GivenHeaders | string, rewrite?: boolean): EverfetchHeaders;

  get(name: string): HeaderValue | undefined;
  /** What the expression finds in the value. */
  get(name: string, parser: RegExp): RegExpExecArray | null;
  /**
   * What the function makes of the value; or, by `true`, its parts: `max-age=60, private` as
   * `{ "max-age": "60", private: undefined }`.
   */
  get(name: string, parser: true | HeaderParser): any;

  has(name: string, matcher?: HeaderMatcher): boolean;

  /** @returns whether there was one. */
  delete(names: string | string[], matcher?: HeaderMatcher): boolean;

  /**
   * Deletes all, or those whose name matches.
   *
   * @returns whether there was one.
   */
  clear(matcher?: HeaderMatcher): boolean;

  /** Makes one of those whose names differ in case only; `true` writes them `Like-This`. */
  normalize(format?: boolean): EverfetchHeaders;

  /** New ones: these, and those over them. */
  concat(
    ...more: (GivenHeaders | string | null | undefined)[]
  ): EverfetchHeaders;

  /** Those that have a value. `true` joins what is an array. */
  toJSON(asStrings: true): Record<string, string>;
  toJSON(asStrings?: boolean): Record<string, string | string[]>;

  getSetCookie(): string[];

  setAccept(
    value: HeaderValue,
    rewrite?: boolean | HeaderMatcher,
  ): EverfetchHeaders;
  getAccept(): HeaderValue | undefined;
  getAccept(parser: RegExp): RegExpExecArray | null;
  getAccept(parser: HeaderParser): any;
  hasAccept(matcher?: HeaderMatcher): boolean;

  setAuthorization(
    value: HeaderValue,
    rewrite?: boolean | HeaderMatcher,
  ): EverfetchHeaders;
  getAuthorization(): HeaderValue | undefined;
  getAuthorization(parser: RegExp): RegExpExecArray | null;
  getAuthorization(parser: HeaderParser): any;
  hasAuthorization(matcher?: HeaderMatcher): boolean;

  setContentEncoding(
    value: HeaderValue,
    rewrite?: boolean | HeaderMatcher,
  ): EverfetchHeaders;
  getContentEncoding(): HeaderValue | undefined;
  getContentEncoding(parser: RegExp): RegExpExecArray | null;
  getContentEncoding(parser: HeaderParser): any;
  hasContentEncoding(matcher?: HeaderMatcher): boolean;

  setContentLength(
    value: HeaderValue,
    rewrite?: boolean | HeaderMatcher,
  ): EverfetchHeaders;
  getContentLength(): HeaderValue | undefined;
  getContentLength(parser: RegExp): RegExpExecArray | null;
  getContentLength(parser: HeaderParser): any;
  hasContentLength(matcher?: HeaderMatcher): boolean;

  setContentType(
    value: HeaderValue,
    rewrite?: boolean | HeaderMatcher,
  ): EverfetchHeaders;
  getContentType(): HeaderValue | undefined;
  getContentType(parser: RegExp): RegExpExecArray | null;
  getContentType(parser: HeaderParser): any;
  hasContentType(matcher?: HeaderMatcher): boolean;

  setUserAgent(
    value: HeaderValue,
    rewrite?: boolean | HeaderMatcher,
  ): EverfetchHeaders;
  getUserAgent(): HeaderValue | undefined;
  getUserAgent(parser: RegExp): RegExpExecArray | null;
  getUserAgent(parser: HeaderParser): any;
  hasUserAgent(matcher?: HeaderMatcher): boolean;

  /** The lines of a head. */
  toString(): string;

  [Symbol.iterator](): IterableIterator<[string, HeaderValue]>;

  /** The same object, if it is one already. */
  static from(headers?: GivenHeaders | string): EverfetchHeaders;

  static concat(
    ...headers: (GivenHeaders | string | null | undefined)[]
  ): EverfetchHeaders;

  /** Adds `getXTotal()`, `setXTotal()` and `hasXTotal()` for `"X-Total"`. */
  static accessor(names: string | string[]): typeof EverfetchHeaders;
}

// --------------------------------------------------------------------------------------- params and forms

/** How an object becomes fields, be it of a form or of a query. */
export interface SerializerOptions {
  /** Asked for each value: `true` goes into it, `false` says that it is done. */
  visitor?: SerializerVisitor;
  /** `a.b=1` in place of `a[b]=1`. Default: `false`. */
  dots?: boolean;
  /** Whether a name that ends in `{}`, whose value goes as JSON, keeps these. Default: `true`. */
  metaTokens?: boolean;
  /** Arrays: `true` writes `a[0]=1`, `false` `a[]=1`, `null` `a=1`. Default: `false`. */
  indexes?: boolean | null;
  /** The deepest nesting; more is `ERR_FORM_DATA_DEPTH_EXCEEDED`. Default: 100. */
  maxDepth?: number;
}

/** `config.formSerializer`. */
export interface FormSerializerOptions extends SerializerOptions {}

/** `config.paramsSerializer`. */
export interface ParamsSerializerOptions extends SerializerOptions {
  /** Writes each name and value, in place of what escapes them. */
  encode?: ParamEncoder;
  /** Writes the whole query. */
  serialize?: CustomParamsSerializer;
}

/** Escapes one name or value. */
export interface ParamEncoder {
  (value: any, defaultEncoder: (value: any) => any): any;
}

/** Makes the query, without its `?`. */
export interface CustomParamsSerializer {
  (params: any, options?: ParamsSerializerOptions): string;
}

/** Whether to go into a value; `this` is the form. */
export interface SerializerVisitor {
  (
    this: GenericFormData,
    value: any,
    key: string | number,
    path: null | (string | number)[],
    helpers: FormDataVisitorHelpers,
  ): boolean;
}

/** What a visitor may use. */
export interface FormDataVisitorHelpers {
  defaultVisitor: SerializerVisitor;
  convertValue: (value: any) => any;
  isVisitable: (value: any) => boolean;
}

/** Whatever can be appended to: `FormData`, `URLSearchParams`, Node's form-data. */
export interface GenericFormData {
  append(name: string, value: any, options?: any): any;
}

/**
 * An object as a form: `{ a: { b: [1] } }` as `a[b][]=1`.
 *
 * @param target what the fields are added to. Default: a new `FormData`.
 */
export function toFormData<F extends GenericFormData = FormData>(
  source: object,
  target?: F,
  options?: FormSerializerOptions,
): F;

/** A form as an object: `a[b][]=1` as `{ a: { b: ["1"] } }`. */
export function formToJSON(
  form: GenericFormData | HTMLFormElement,
): Record<string, any>;

// ------------------------------------------------------------------------------------------ interceptors

/**
 * What runs before a request, or after a response. They run once per call, around the session: a request that
 * is sent again with a new token is still the same call.
 *
 * `V` is what a handler gets, `G` what it may give.
 */
export interface InterceptorManager<V, G = V> {
  /**
   * Adds a handler.
   *
   * ```ts
   * api.interceptors.request.use((config) => {
   *   config.headers.set("X-Request-Id", crypto.randomUUID());
   *   return config;
   * });
   * ```
   *
   * @param onFulfilled gives the value on, or another; what it throws is an error of the call.
   * @param onRejected makes a value of an error, or throws it on.
   * @returns its number, for `eject`.
   */
  use(
    onFulfilled?: ((value: V) => G | Promise<G>) | null,
    onRejected?: ((error: any) => any) | null,
    options?: InterceptorOptions,
  ): number;

  /** Takes one away. */
  eject(id: number): void;

  /** Takes all away. */
  clear(): void;
}

/** Of request interceptors. */
export interface InterceptorOptions {
  /** When all that run say so, the request goes out without a turn of the event loop. Default: `false`. */
  synchronous?: boolean;
  /** Whether it runs for this request. Default: for each. */
  runWhen?: ((config: InternalRequestConfig) => boolean) | null;
  /** `true` runs it again when a request is sent again with a new token: to sign it, say. Default: `false`. */
  onRetry?: boolean;
}

// --------------------------------------------------------------------------------------------- response

/** A response in axios's shape. */
export interface ClientResponse<T = any, D = any> {
  data: T;
  status: number;
  /** Empty under HTTP/2 and later. */
  statusText: string;
  headers: ResponseHeaders;
  /** The client's config and the request's, merged. */
  config: InternalRequestConfig<D>;
  request: RequestFacts;
  /**
   * The platform's own; its body has been read, unless `responseType` is `"stream"`. (An adapter's response has
   * none.)
   */
  native: Response;
}

/** What an adapter or a response interceptor may give: axios's response, as `ClientResponse` is one. */
export interface BareResponse<T = any, D = any> {
  data: T;
  status: number;
  statusText: string;
  headers: RawResponseHeaders | EverfetchHeaders;
  config: InternalRequestConfig<D>;
  request?: any;
}

/** What was sent. */
export interface RequestFacts {
  /** With `baseURL` and `params`. */
  url: string;
  /** In capitals. */
  method: string;
}

// ---------------------------------------------------------------------------------------------- session

/** The session, as the application sees it. One for all clients and tabs that share a store. */
export interface Session {
  /** `"ended"`: the server refused the refresh; `"signed-out"`: by `signOut()`, or there is no token. */
  readonly state: "signed-out" | "signed-in" | "refreshing" | "ended";

  /** Whose the access token is: what `userOf` says, or else a JWT's `sub`; `null` where neither tells. */
  readonly user: string | null;

  /** How many requests wait for a refresh, or for the user to sign in again. */
  readonly waiting: number;

  /**
   * The user has logged in: from now on these tokens are the session, in every tab. What waited under the
   * former ones goes out if it is the same user's, and rejects with `ERR_SESSION_CHANGED` if not.
   *
   * @param tokens the login's answer, as the back end spells it, wrapped in `data` or not.
   * @throws {EverfetchError} `ERR_BAD_OPTION` when there is no usable access token in it.
   */
  signIn(tokens: TokenReply | object): void;

  /** Clears the tokens at once, in every tab, without the network. What waits rejects with `ERR_SESSION_ENDED`. */
  signOut(): void;

  /**
   * The access token, for a WebSocket or an upload; `null` when nobody is signed in. Refreshes first if it is
   * about to expire, and waits for a refresh in flight.
   */
  accessToken(): Promise<string | null>;

  /**
   * Refreshes now, or joins the refresh in flight.
   *
   * @throws {EverfetchError} `ERR_SESSION_ENDED`, `ERR_REFRESH_UNAVAILABLE`.
   */
  refresh(): Promise<void>;

  /**
   * Tells what happens, in order. A listener that throws changes nothing.
   *
   * @returns what ends it.
   */
  subscribe(listener: (event: SessionEvent) => void): () => void;
}

/** What happened to a session. Never a token. */
export type SessionEvent =
  /** There are tokens where there were none, or another user's. */
  | { type: "signed-in" }
  /** They are gone: by `signOut()`, here or in another tab, or by code that removed them from the store. */
  | { type: "signed-out" }
  /** A request came back refused. */
  | { type: "refused"; status: number }
  /** So many requests wait now. */
  | { type: "waiting"; waiting: number }
  /** The one refresh of all tabs is at the token endpoint, from this tab. */
  | { type: "refresh-started" }
  /** There is a new access token: bought here, or found in the store. */
  | { type: "refreshed"; by: "this-tab" | "other-tab" }
  /** There is none. The second code means that the session is over. */
  | {
      type: "refresh-failed";
      code: "ERR_REFRESH_UNAVAILABLE" | "ERR_SESSION_ENDED";
    }
  /** A request goes out for the second time, with the new token. */
  | { type: "retried" }
  /**
   * The session is over, here and in every tab. What else `onEnd` is told of has events of its own: a sign-out in
   * another tab is `signed-out`, another user's sign-in `signed-in`.
   */
  | { type: "ended"; reason: "refused" | "no-refresh-token" };

/** How a session ended. */
export interface SessionEnd {
  /**
   * The server refused the refresh, asked by this tab or another; there was no refresh token to show it; the user
   * has signed out in another tab; another user has signed in there. With the last two, whoever waited has been
   * rejected already.
   */
  reason:
    "refused" | "no-refresh-token" | "signed-out-elsewhere" | "user-changed";
  /** `ERR_SESSION_ENDED`; its `cause` is what went wrong with the refresh. */
  error: EverfetchError;
  /** How many requests were waiting. */
  waiting: number;
}

// ----------------------------------------------------------------------------------------------- errors

/**
 * What `error.code` may be: axios's codes, and the session's own.
 *
 * - `"ERR_SESSION_ENDED"`: the refresh was refused, or the user signed out. Log in again.
 * - `"ERR_SESSION_CHANGED"`: another user has signed in since the request was made, or one of whom the token does
 *   not tell.
 * - `"ERR_REFRESH_UNAVAILABLE"`: no refresh for now; the tokens are kept, try again.
 * - `"ERR_REFRESH_LOOP"`: a fresh token was refused all the same. Look at the permission, narrow
 *   `session.expired`, or name a login in `session.public`.
 * - `"ERR_WAITER_TIMEOUT"`: the refresh took longer than `session.waiterTimeout`.
 * - `"ERR_BODY_USED"`: refused, and the body is a stream. Send again with a new one.
 * - `"ERR_WASM_BLOCKED"`: add `'wasm-unsafe-eval'` to the page's `script-src`.
 * - `"ERR_BAD_OPTION"`, `"ERR_BAD_OPTION_VALUE"`, `"ERR_INVALID_URL"`: the message says what it takes.
 * - `"ERR_BAD_REQUEST"`, `"ERR_BAD_RESPONSE"`: `validateStatus` rejects a status of 4xx, or another; a body is
 *   longer than allowed, or not JSON.
 * - `"ERR_NETWORK"`: no answer. `cause` is what fetch said.
 * - `"ECONNABORTED"`, `"ETIMEDOUT"`: the request's own `timeout`; the second with
 *   `transitional.clarifyTimeoutError`.
 * - `"ERR_CANCELED"`: the caller's `signal` or `cancelToken`.
 * - `"ERR_FORM_DATA_DEPTH_EXCEEDED"`, `"ERR_NOT_SUPPORT"`: `params` or `data` are nested too deeply for a
 *   form; there are bytes in what is to be text.
 *
 * The rest are Node's, as axios names them: handlers may still ask for them, and no fetch leads there.
 */
export type ErrorCode =
  | "ERR_SESSION_ENDED"
  | "ERR_SESSION_CHANGED"
  | "ERR_REFRESH_UNAVAILABLE"
  | "ERR_REFRESH_LOOP"
  | "ERR_WAITER_TIMEOUT"
  | "ERR_BODY_USED"
  | "ERR_WASM_BLOCKED"
  | "ERR_BAD_OPTION"
  | "ERR_BAD_OPTION_VALUE"
  | "ERR_BAD_REQUEST"
  | "ERR_BAD_RESPONSE"
  | "ERR_CANCELED"
  | "ERR_DEPRECATED"
  | "ERR_FORM_DATA_DEPTH_EXCEEDED"
  | "ERR_FR_TOO_MANY_REDIRECTS"
  | "ERR_INVALID_URL"
  | "ERR_NETWORK"
  | "ERR_NOT_SUPPORT"
  | "ECONNABORTED"
  | "ECONNREFUSED"
  | "ETIMEDOUT";

/** The one error class, in axios's shape. No token is in it. */
export class EverfetchError<T = any, D = any> extends Error {
  constructor(
    message: string,
    code?: ErrorCode,
    config?: InternalRequestConfig<D>,
    request?: RequestFacts,
    response?: ClientResponse<T, D>,
    cause?: unknown,
  );
  code?: ErrorCode;
  config?: InternalRequestConfig<D>;
  request?: RequestFacts;
  /** The answer, where there was one: for the session's own errors, the refusal. */
  response?: ClientResponse<T, D>;
  /** `response.status`. */
  status?: number;
  /**
   * What led to it: fetch's own `TypeError` for a network error; for a failed refresh, one and the same for
   * every request that waited.
   */
  cause?: any;
  /** So that `axios.isAxiosError(error)` and existing handlers go on working. */
  readonly isAxiosError: true;
  /** Name, message, stack, code, status and config, for a log; neither tokens, passwords nor bodies. */
  toJSON(): object;
  /** One of any error, by its message and its name; that error is its `cause`. */
  static from<T = any, D = any>(
    error: unknown,
    code?: ErrorCode,
    config?: InternalRequestConfig<D>,
    request?: RequestFacts,
    response?: ClientResponse<T, D>,
  ): EverfetchError<T, D>;
}

/** What an aborted request rejects with: `ERR_CANCELED`. `isCancel(error)` tells. */
export class CanceledError<T = any, D = any> extends EverfetchError<T, D> {
  /** @param message by default `"canceled"`. */
  constructor(
    message?: string,
    config?: InternalRequestConfig<D>,
    request?: RequestFacts,
    cause?: unknown,
  );
  readonly name: "CanceledError";
}

/** Is it one of ours? Also across copies of the package. */
export function isEverfetchError<T = any, D = any>(
  value: unknown,
): value is EverfetchError<T, D>;

/** As axios's: true for everfetch's errors and for axios's own. */
export function isAxiosError<T = any, D = any>(
  value: unknown,
): value is EverfetchError<T, D>;

/** Was it aborted by the caller, with a `signal` or a `cancelToken`? */
export function isCancel<T = any, D = any>(
  value: unknown,
): value is CanceledError<T, D>;

// ----------------------------------------------------------------------------------------- cancel tokens

/**
 * axios's way to abort, for code that still has it. New code has `AbortController`.
 *
 * ```ts
 * const { token, cancel } = CancelToken.source();
 * api.get("/a", { cancelToken: token });
 * cancel("not any more");
 * ```
 */
export class CancelToken {
  /** @param executor gets the function that cancels. */
  constructor(executor: (cancel: Canceler) => void);
  /** Resolves when it is cancelled. */
  promise: Promise<Cancel>;
  /** Once it is cancelled: a `CanceledError`. */
  reason?: Cancel;
  /** Throws the reason, if there is one. */
  throwIfRequested(): void;
  /** Called once, when it is cancelled; at once, if it is. */
  subscribe(listener: (cancel: Cancel | any) => void): void;
  unsubscribe(listener: (cancel: Cancel | any) => void): void;
  /** The same as an `AbortSignal`. */
  toAbortSignal(): AbortSignal;
  /** A token, and the function that cancels it. */
  static source(): CancelTokenSource;
}

/** Why a request was cancelled. */
export interface Cancel {
  message: string | undefined;
}

/** Cancels; the first call counts. */
export interface Canceler {
  (message?: string, config?: RequestConfig, request?: any): void;
}

/** What `CancelToken.source()` gives. */
export interface CancelTokenSource {
  token: CancelToken;
  cancel: Canceler;
}

// ------------------------------------------------------------------------------------------ axios's names

export { EverfetchHeaders as AxiosHeaders };

/** `EverfetchError`, with axios's codes by name: `error.code === AxiosError.ERR_NETWORK`. */
export const AxiosError: typeof EverfetchError & {
  readonly [
    Code in
      | "ERR_BAD_OPTION_VALUE"
      | "ERR_BAD_OPTION"
      | "ECONNABORTED"
      | "ETIMEDOUT"
      | "ECONNREFUSED"
      | "ERR_NETWORK"
      | "ERR_FR_TOO_MANY_REDIRECTS"
      | "ERR_DEPRECATED"
      | "ERR_BAD_RESPONSE"
      | "ERR_BAD_REQUEST"
      | "ERR_CANCELED"
      | "ERR_NOT_SUPPORT"
      | "ERR_INVALID_URL"
      | "ERR_FORM_DATA_DEPTH_EXCEEDED"
  ]: Code;
};
export type AxiosError<T = any, D = any> = EverfetchError<T, D>;

/** `import type { … } from "axios"` goes on compiling with `"everfetch"` in its place. */
export type {
  Client as AxiosInstance,
  ClientOptions as CreateAxiosDefaults,
  RequestConfig as AxiosRequestConfig,
  RequestConfig as RawAxiosRequestConfig,
  InternalRequestConfig as InternalAxiosRequestConfig,
  ClientResponse as AxiosResponse,
  HeaderValue as AxiosHeaderValue,
  RawRequestHeaders as RawAxiosRequestHeaders,
  RequestHeaders as AxiosRequestHeaders,
  ResponseHeaders as AxiosResponseHeaders,
  RequestTransformer as AxiosRequestTransformer,
  ResponseTransformer as AxiosResponseTransformer,
  Adapter as AxiosAdapter,
  BasicCredentials as AxiosBasicCredentials,
  TransferProgress as AxiosProgressEvent,
  InterceptorManager as AxiosInterceptorManager,
  InterceptorOptions as AxiosInterceptorOptions,
};

/** What a request's promise is. */
export type AxiosPromise<T = any, D = any> = Promise<ClientResponse<T, D>>;
