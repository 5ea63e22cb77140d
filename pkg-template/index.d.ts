/**
 * everfetch: a front-end HTTP client that makes access-token expiry invisible.
 *
 * If the page has a Content-Security-Policy, add `'wasm-unsafe-eval'` to its `script-src`.
 */
/**
 * Creates a client, synchronously.
 *
 * @param options the config that every request starts from, plus `session` and `fetch`.
 * @throws {EverfetchError} `ERR_BAD_OPTION` if an option is unknown or has a wrong value. The message names the
 * option, what it got, what it takes, and the nearest known name. `ERR_WASM_BLOCKED` if WebAssembly cannot be
 * compiled, for example because of the page's Content-Security-Policy.
 * @example
 * const api = createClient({ baseURL: "/api", session: { refresh: "/auth/refresh" } });
 * const { data } = await api.post("/auth/login", { username, password });
 * api.session.signIn(data);
 * const me = await api.get<User>("/me");
 */
export function createClient(options?: ClientOptions): Client;
/**
 * Compiles the WebAssembly before the first `createClient()`. Call it only for browsers that compile no more
 * than 4 kB of WebAssembly synchronously (Chromium before 114).
 */
export function init(): Promise<void>;
/** The version of the package. */
export const VERSION: string;
// ---------------------------------------------------------------------------------------------- options
/** The options of `createClient()`. */
export interface ClientOptions extends Omit<
  RequestConfig,
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

  /** The headers of every request. */
  headers?: GivenHeaders;
}
/** How the session stores, sends and refreshes its tokens, and how it detects that they have expired. */
export interface SessionOptions {
  /**
   * How to get a new access token: the URL of the token endpoint, a request described by options, a function, or
   * `false`. The only required option.
   *
   * - A URL is short for `{ url }`: a POST with `{ "refreshToken": "…" }` as JSON.
   * - `false`: the back end has no refresh. An access token that has expired, or that the server rejects, ends the
   *   session.
   * - A function is called once per refresh, however many requests wait. If it throws a value with a `status` from
   *   100 to 599, its own or that of its `response`, that value is treated like an answer with that status.
   *   Anything else, such as the `TypeError` of a failed fetch, counts as an outage and keeps the session. To end
   *   the session, throw `{ status: 401 }`. Send requests with `context.fetch`. A request of this client needs
   *   `signal: context.signal` or `session: false`; otherwise it waits for the refresh that it is part of, until
   *   the timeout.
   *
   * @example "/auth/refresh"
   * @example { url: "/token", send: "form", extra: { client_id: "my-app" } }
   */
  refresh:
    | string
    | RefreshRequest
    | false
    | ((context: RefreshContext) => TokenReply | Promise<TokenReply>);

  /**
   * How the access token is sent.
   *
   * - `"header"`: in `header`. The application, everfetch and every script of the page can read it.
   * - `"cookie"`: in an HttpOnly cookie that the server sets, like the refresh token. everfetch attaches and stores no
   *   token. A refresh succeeds with any 2xx answer, `signIn()` takes no token, and `accessToken()` resolves to `null`.
   *   Requests to the session's other origins include credentials. Every client of a session needs the same transport.
   *
   * @default "header"
   */
  transport?: "header" | "cookie";

  /**
   * The server's log-out: its URL, or a request described by options. `signOut()` sends it, even if the page is
   * closed. It carries the refresh token as the refresh does, and the access token in `header`.
   *
   * If the access token has expired, everfetch refreshes it first, so that the server accepts the log-out and revokes
   * the newest refresh token. `signOut()` itself takes effect immediately, even if the log-out fails.
   *
   * @default none: nothing is sent
   * @example "/auth/logout"
   * @example { url: "/token/revoke", send: "form", name: "token", headers: { Authorization: "" } }
   */
  logout?: string | LogoutRequest;

  /**
   * Where the tokens are stored: `"local"` (`localStorage`, shared by the tabs of the origin), `"session"`
   * (`sessionStorage`, one tab and its duplicates), `"memory"` (this client, lost with the page), or your own
   * object. Clients with the same storage and the same keys share one session. On a server, only your own
   * object is shared, and only between the clients that you give it to.
   *
   * Set it to `"memory"` when the refresh token is in an HttpOnly cookie, so that no token outlives the page. If the
   * storage is blocked or full, the tokens stay in memory and one `console.warn` is logged. A third entry beside the
   * two tokens (`accessToken everfetch`) distinguishes sign-ins with opaque access tokens, and the end of a session
   * from a sign-out. If the refresh token is a cookie and the access token is not in `localStorage`, a marker there
   * shows that there is a session, so that a reload and a new tab restore it.
   *
   * @default "local"; without a page or worker, "memory"
   */
  storage?: "local" | "session" | "memory" | TokenStorage;

  /**
   * The storage keys of the two tokens. The values are raw strings. When your own code writes or removes them,
   * the next request uses the change.
   *
   * @default { accessToken: "accessToken", refreshToken: "refreshToken" }
   */
  keys?: { accessToken?: string; refreshToken?: string };

  /**
   * The header that carries the access token. In a header other than `Authorization`, requests with the token
   * follow no redirect unless they set `redirect: "follow"`.
   *
   * @default "Authorization"
   * @example "X-Token"
   */
  header?: string;

  /**
   * The word before the token in that header. Set it to `""` when the back end expects the bare token.
   *
   * @default that of `proof`, or "Bearer"
   * @see https://www.rfc-editor.org/rfc/rfc6750#section-2.1
   */
  scheme?: string;

  /**
   * Signs each request that carries the token, and the refresh, so that a stolen token is of no use elsewhere: `dpop()`
   * of `everfetch/dpop`, or your own object.
   *
   * @see https://www.rfc-editor.org/rfc/rfc9449
   */
  proof?: Proof;

  /**
   * Origins that receive the token in addition to the page's own and that of the client's `baseURL`. No other origin
   * receives it, and a 401 from another origin has no effect on the session. A token endpoint on another origin, and
   * the origin of a `baseURL` that a single request sets, must be listed too.
   *
   * @default []
   * @example ["https://files.example.com"]
   */
  origins?: string[];

  /**
   * Paths that never carry a token, never wait and never start a refresh, such as log-in and registration. List
   * the log-out path only if the server identifies the session by a cookie. The token endpoint is always
   * public, for the method of the refresh.
   *
   * A string must equal the whole path, with or without the path of `baseURL`. A regular expression is matched
   * against the path.
   *
   * @default []
   * @example ["/auth/login", /^\/public\//]
   */
  public?: (string | RegExp)[];

  /**
   * Which answers mean that the access token has expired.
   *
   * Set it when the back end uses another status, or always answers 200. A code distinguishes an expired token
   * from a missing permission. So does a challenge with `error="insufficient_scope"`, after which everfetch
   * never refreshes. A function receives a clone of the response. If it throws or takes longer than 5 seconds,
   * the answer does not count as expired.
   *
   * @default { status: 401 }
   * @example { status: 403, code: "TOKEN_EXPIRED" }
   * @example { status: 200, code: 50014 }
   * @see https://www.rfc-editor.org/rfc/rfc6750#section-3.1
   */
  expired?: Refusal | ((response: Response) => boolean | Promise<boolean>);

  /**
   * Which answers mean that the session is over, such as "signed in on another device". Such an answer ends the
   * session at once, without a refresh, with the reason `"revoked"`. It is tested before `expired`, and counts
   * only if the request carried the current token.
   *
   * `onEnd` receives the answer as `response`. The request rejects with `ERR_SESSION_ENDED`, or is parked if
   * `onEnd` returns `"wait"`.
   *
   * @default none
   * @example { code: [50008, 50012] }
   */
  ends?: Refusal | ((response: Response) => boolean | Promise<boolean>);

  /**
   * Whether requests made during a refresh wait for it, so that each is sent once, in order, with the new
   * token. Set it to `false` when most requests need no token. Each request can override it.
   *
   * @default true
   */
  hold?: boolean;

  /**
   * Refresh when the access token has fewer seconds left than this, before the server rejects it. `0` turns
   * this off. More than half of the lifetime counts as half.
   *
   * The expiry comes from a JWT's `exp`, or from the `expires_in` or `expiresAt` that came with the token. If
   * the device's clock is wrong, everfetch learns by how much from the server's own times. If an early refresh
   * fails, nothing changes while the token still works.
   *
   * @default the smaller of 30 and a tenth of the token's lifetime, in seconds
   */
  expiryMargin?: number;

  /**
   * Whether to refresh in the background as well: on a timer, and when the page wakes from sleep or comes back
   * online. Set it to `true` when a WebSocket or a download outlives the token. Otherwise the next request
   * refreshes the token.
   *
   * @default false
   */
  keepFresh?: boolean;

  /**
   * The longest that a request waits for a refresh, in milliseconds. After that, the request rejects with
   * `ERR_WAITER_TIMEOUT`, and the refresh continues. A request's own `timeout` does not run while it waits.
   *
   * @default the duration of another tab's refresh with all its retries, plus one of its own
   */
  waiterTimeout?: number;

  /**
   * Returns the user of a token: a string or a number, which everfetch compares exactly. `null`, a promise or any
   * other value identifies no user. everfetch never sends a request that one user made as another user. Without
   * a user, each sign-in counts as a different one. Every client of a session needs the same function.
   *
   * For an opaque token, return what the application knows. Store it where every tab can read it, before you
   * call `signIn()`. With `transport: "cookie"`, the argument is an empty string.
   *
   * @default the `sub` claim of a JWT, or `user_id` if it has none
   * @example () => localStorage.getItem("me")
   */
  userOf?: (accessToken: string) => string | number | null;

  /**
   * Where everfetch redirects when the session has ended: once per end, and not if the page is already there. A
   * relative URL, or one with `http:` or `https:`. `false` turns the redirect off. A page opened from a file (`file:`)
   * is redirected only by `navigate`.
   *
   * @default "/login"
   */
  loginURL?: string | false;

  /**
   * The parameter of `loginURL` that receives the page's own path and query, so that the log-in page can return
   * to it. Not added by default, and not to a `loginURL` on another origin.
   *
   * @example "redirect"
   */
  returnParam?: string;

  /**
   * Navigates to a URL. Pass your router's `push`.
   *
   * @default location.assign
   * @example (url) => router.push(url)
   */
  navigate?: (url: string) => void;

  /**
   * Called once when the session ends, however many requests failed. Not called for this tab's own `signOut()`.
   *
   * everfetch waits for a promise as long as it takes, so the function may show a dialog. Waiting requests keep their
   * deadline until the answer is `"wait"`.
   *
   * - `"redirect"`: waiting requests reject, and the page goes to `loginURL`. This is also what happens if the
   *   function returns nothing or throws.
   * - `"stay"`: waiting requests reject, and nothing else happens.
   * - `"wait"`: waiting requests are parked until a user signs in, in this tab or another. They are sent if it
   *   is the same user, and reject with `ERR_SESSION_CHANGED` if it is another or if the token does not
   *   identify one (`userOf`). Show a log-in form over the page, so that an edit survives. Requests made after
   *   the session has ended are not parked: they are sent without a token, and the caller gets their 401.
   *
   * (The type allows a promise of any string, because TypeScript infers `Promise<string>` for `async () =>
   * "stay"`.)
   *
   * @default () => "redirect"
   */
  onEnd?: (end: SessionEnd) => EndChoice | void | PromiseLike<string | void>;

  /**
   * Logs each decision as one line: `true` logs to the console, a function receives each line. No line contains
   * a token, a query or a body. Tokens are identified by number.
   *
   * @default false
   * @example
   * // A line:
   * // GET /me rejected (401) with token #4, now token #5, due in 270 s → retry
   */
  debug?: boolean | ((line: string) => void);
}
/** What `session.onEnd` may return. */
export type EndChoice = "redirect" | "stay" | "wait";
/** A description of the request to the token endpoint. */
export interface RefreshRequest {
  /** The URL of the token endpoint, combined with `baseURL` like that of any request. */
  url: string;

  /**
   * The base URL of the token endpoint; `""` means the page's root.
   *
   * @default the client's `baseURL`
   */
  baseURL?: string;

  /**
   * The HTTP method.
   *
   * @default "POST"; "GET" when `send` is "query"
   */
  method?: string;

  /**
   * How the refresh token is sent.
   *
   * - `"json"`: as a member of a JSON body.
   * - `"form"`: as a field of a form body, with `grant_type=refresh_token`.
   * - `"query"`: as a parameter of the URL. Servers log URLs, so use it only if the back end requires it.
   * - `"header"`: in a header; by default, the header of the access token.
   * - `"cookie"`: in a cookie that JavaScript cannot read. The request includes credentials.
   *
   * @default "json"; "cookie" when `transport` is "cookie"
   * @see https://www.rfc-editor.org/rfc/rfc6749#section-6
   */
  send?: "json" | "form" | "query" | "header" | "cookie";

  /**
   * The name of the JSON member, field, parameter or header that carries the refresh token.
   *
   * @default "refreshToken"; "refresh_token" for "form"; `session.header` for "header"
   */
  name?: string;

  /**
   * Additional values in the body, or in the URL if there is no body. A function is called at each attempt.
   *
   * @default {}
   * @example { client_id: "my-app" }
   */
  extra?: Record<string, string> | (() => Record<string, string>);

  /**
   * Additional headers, such as the tenant or a CSRF token. A function is called at each attempt.
   *
   * @default {}
   * @example { "X-CSRF": "1" }
   */
  headers?: Record<string, string> | (() => Record<string, string>);

  /**
   * The paths of the tokens in the answer. If the answer has no new refresh token, everfetch keeps the old one.
   *
   * @default the common spellings (`accessToken`, `access_token`, `access`, `token`, `jwt`, …), at the top
   * level or under `data`
   * @example { accessToken: "result.jwt", refreshToken: "tokens.0" }
   */
  reply?: {
    accessToken?: string;
    refreshToken?: string;
    /** The path of the lifetime in seconds. */
    expiresIn?: string;
    /** The path of the time of expiry: epoch milliseconds or seconds, or an ISO date. */
    expiresAt?: string;
  };

  /**
   * Answers that mean "log in again", in addition to a 4xx, and to a 2xx without tokens. None by default.
   *
   * @example { status: 200, code: 50008 }
   */
  refused?: Refusal;

  /**
   * Answers that mean "try again later", in addition to the ones that `retries` lists. None by default.
   *
   * @example { status: 400, code: "maintenance" }
   */
  unavailable?: Refusal;

  /**
   * The longest that one attempt takes, in milliseconds.
   *
   * @default 10_000
   */
  timeout?: number;

  /**
   * How many times to retry after an outage: no network, a timeout, a redirect, 408, 425, 429, 502–504, 520–530,
   * 598, 599, or a 2xx answer that is not JSON. The delays grow (0.3 to 0.6 s, 0.6 to 1.2 s, …); a `Retry-After`
   * of at most 5 seconds is honoured instead. If the outage lasts, waiting requests reject with
   * `ERR_REFRESH_UNAVAILABLE` and the tokens are kept. Until a longer `Retry-After` has passed, requests that need
   * a refresh reject at once. After 500, 501 and similar, the session ends.
   *
   * @default 2
   */
  retries?: number;
}
/** A description of the server's log-out. */
export interface LogoutRequest {
  /** The URL, combined with `baseURL` like that of any request. */
  url: string;

  /**
   * The HTTP method.
   *
   * @default "POST"; "GET" when the refresh token is sent by "query"
   */
  method?: string;

  /**
   * How the refresh token is sent. If it uses the access token's header, it replaces the access token.
   *
   * @default that of the refresh
   */
  send?: "json" | "form" | "query" | "header" | "cookie";

  /**
   * The name of the JSON member, field, parameter or header that carries the refresh token.
   *
   * @default that of the refresh, if `send` is the same
   */
  name?: string;

  /**
   * Additional values in the body, or in the URL if there is no body. A function is called each time the log-out is
   * sent.
   *
   * @default {}
   */
  extra?: Record<string, string> | (() => Record<string, string>);

  /**
   * Additional headers. An empty value removes one, such as that of the access token. A function is called each time
   * the log-out is sent.
   *
   * @default {}
   */
  headers?: Record<string, string> | (() => Record<string, string>);
}
/** Matches answers by status, by a code in a JSON body, or by both. At least one of the two is required. */
export interface Refusal {
  /**
   * Matches any of these statuses.
   *
   * @default 401 in `session.expired`, any status elsewhere
   */
  status?: number | number[];
  /** Matches any of these codes exactly: `401` and `"401"` are different. Without it, the body is not read. */
  code?: string | number | (string | number)[];
  /**
   * The path of the code in the body.
   *
   * @default "code"
   * @example "errors.0.code"
   */
  codePath?: string;
}
/** The argument of a refresh function. */
export interface RefreshContext {
  /** The stored refresh token, or `null` if there is none. */
  refreshToken: string | null;
  /** The stored access token, expired or not, or `null` if there is none. */
  accessToken: string | null;
  /**
   * Aborts when the attempt takes longer than 10 seconds, or when its result is no longer needed. A request of
   * this client that has this signal belongs to the refresh, and does not wait for it.
   */
  signal: AbortSignal;
  /** The client's `fetch` without the session: no token, no waiting. */
  fetch: typeof fetch;
}
/** Proves to the server, with each request, that the sender of a token may use it. */
export interface Proof {
  /** The word before the token, in place of `session.scheme`. */
  scheme?: string;
  /**
   * Returns the headers for one attempt to send a request. The request rejects with `ERR_PROOF_FAILED` if this rejects,
   * or takes longer than 5 seconds.
   */
  sign(request: ProofRequest): Promise<Record<string, string>>;
  /** Called when the user has signed out or the session has ended, so that a key can be deleted. */
  forget?(): unknown;
}
/** What `Proof.sign()` signs. */
export interface ProofRequest {
  /** In upper case. */
  method: string;
  /** Absolute, with its query. */
  url: string;
  /** The token that the request carries; `null` for the refresh. */
  accessToken: string | null;
  /** The last `DPoP-Nonce` of this origin's answers. */
  nonce?: string | undefined;
  /** Whether it is the log-out, or the refresh before it, of a session for which `forget()` has already been called. */
  leaving?: boolean;
}
/** Your own storage for tokens: a `Storage`, or any object with these three methods. */
export interface TokenStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}
/**
 * The tokens of a sign-in or a refresh: in everfetch's spelling, or in that of a token endpoint. Without a
 * refresh token, a refresh keeps the old one, and a sign-in has none.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-5.1
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
 * A client: a function with axios's methods. The type parameters are axios's: `T` is the type of
 * `response.data`, `R` is what the promise resolves to if an interceptor replaces the response, and `D` is the
 * type of the request's `data`.
 *
 * Every method rejects with an `EverfetchError`.
 *
 * @example
 * const { data } = await api.get<User>("/me"); // data: User
 */
export interface Client {
  <T = any, R = ClientResponse<T>, D = any>(
    config: RequestConfig<D>,
  ): Promise<R>;
  <T = any, R = ClientResponse<T>, D = any>(
    url: string,
    config?: RequestConfig<D>,
  ): Promise<R>;

  /** Sends a request. */
  request<T = any, R = ClientResponse<T>, D = any>(
    config: RequestConfig<D>,
  ): Promise<R>;
  /** Sends a GET. */
  get<T = any, R = ClientResponse<T>, D = any>(
    url: string,
    config?: RequestConfig<D>,
  ): Promise<R>;
  /** Sends a DELETE. */
  delete<T = any, R = ClientResponse<T>, D = any>(
    url: string,
    config?: RequestConfig<D>,
  ): Promise<R>;
  /** Sends a HEAD. */
  head<T = any, R = ClientResponse<T>, D = any>(
    url: string,
    config?: RequestConfig<D>,
  ): Promise<R>;
  /** Sends an OPTIONS. */
  options<T = any, R = ClientResponse<T>, D = any>(
    url: string,
    config?: RequestConfig<D>,
  ): Promise<R>;
  /** Sends a POST. */
  post<T = any, R = ClientResponse<T>, D = any>(
    url: string,
    data?: D,
    config?: RequestConfig<D>,
  ): Promise<R>;
  /** Sends a PUT. */
  put<T = any, R = ClientResponse<T>, D = any>(
    url: string,
    data?: D,
    config?: RequestConfig<D>,
  ): Promise<R>;
  /** Sends a PATCH. */
  patch<T = any, R = ClientResponse<T>, D = any>(
    url: string,
    data?: D,
    config?: RequestConfig<D>,
  ): Promise<R>;

  /** Returns the URL of a request with this config, including `baseURL` and `params`. */
  getUri(config?: RequestConfig): string;

  /**
   * The platform's `fetch` with the session underneath, for any library that takes a `fetch`: openapi-fetch,
   * ky, Apollo, tRPC. It has the same signature and behaviour: it resolves with a `Response` for every status,
   * and rejects with a `TypeError` without a network and with the signal's reason after an abort. It ignores
   * the client's config, including `baseURL`.
   *
   * It rejects with an `EverfetchError` only for the session's own errors, such as `ERR_SESSION_ENDED`.
   */
  readonly fetch: (
    input: RequestInfo | URL,
    init?: FetchInit,
  ) => Promise<Response>;

  /** The handlers that run before and after each request. */
  interceptors: {
    request: InterceptorManager<InternalRequestConfig>;
    response: InterceptorManager<ClientResponse, BareResponse>;
  };

  /** The default config of every request. You may change it. */
  defaults: ClientDefaults;

  /**
   * Creates a client with these options on top of this client's, with interceptors of its own. It shares this
   * client's session unless you pass another.
   */
  create(options?: ClientOptions): Client;

  /** The session of this client: who is signed in. */
  readonly session: Session;
}
/** The type of `client.defaults`. */
export interface ClientDefaults extends Omit<
  RequestConfig,
  "url" | "data" | "session" | "headers"
> {
  headers: EverfetchHeaders;
}
/** The `init` of `client.fetch`: fetch's own, plus two options. */
export interface FetchInit extends RequestInit {
  /** `false`: no token, no waiting, no refresh. */
  session?: false;
  /**
   * `false`: send this request during a refresh, with the current token.
   *
   * @default session.hold
   */
  hold?: boolean;
}
// ---------------------------------------------------------------------------------------------- request
/**
 * The config of one request, in axios's names, plus fetch's own `init` members, which are passed on unchanged.
 *
 * Unknown members are kept, so that interceptors can read them. Declare them once:
 *
 * ```ts
 * declare module "everfetch" {
 *   interface RequestConfig<D> {
 *     trace?: string;
 *   }
 * }
 * ```
 */
export interface RequestConfig<D = any> {
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
  /** Override the client's headers; names are case-insensitive. `false` removes a header of the client. */
  headers?: GivenHeaders;
  /**
   * The query, as an object: `a[]=1&a[]=2` for arrays, `a[b]=1` for objects, ISO format for a `Date`, and
   * nothing for `undefined` and `null`. Merged with the client's `params`. `URLSearchParams` are used as they
   * are.
   */
  params?: any;
  /**
   * The body. A string, `URLSearchParams`, `FormData`, `Blob`, buffer or stream (in Node, a `Readable` as well) is sent as it
   * is; an object is sent as JSON. A stream can be sent only once, so its request rejects with `ERR_BODY_USED` if the
   * server rejects the token.
   */
  data?: D;

  /**
   * The type of `response.data`.
   *
   * @default JSON if the body is JSON, otherwise text
   */
  responseType?: ResponseType;
  /**
   * Which statuses resolve; the others reject. `null`: all resolve.
   *
   * @default (status) => status >= 200 && status < 300
   */
  validateStatus?: ((status: number) => boolean) | null;

  /**
   * The timeout of one attempt, including the body, in milliseconds. It does not run while the request waits
   * for a refresh. Rejects with `ECONNABORTED`.
   *
   * @default 0, no timeout
   */
  timeout?: number;
  /**
   * An `AbortSignal`. Aborting rejects the request immediately with `ERR_CANCELED`, even while it waits. A
   * refresh that the request started continues for the other requests.
   */
  signal?: GenericAbortSignal;

  /**
   * `true` sends cookies to other origins too: `credentials: "include"`.
   *
   * @default false
   */
  withCredentials?: boolean;

  /**
   * What `error.toJSON()` hides or shows. As in axios, an array lists further names to hide. An object,
   * `{ names, query, headers }`, can also show query values (`query: true`) and further headers.
   *
   * @example ["email"]
   * @example { query: true, headers: ["X-Request-Id"] }
   */
  redact?: any;

  /**
   * Sends the value of a cookie in a header, to the page's own origin: a double-submit CSRF token.
   *
   * @default none
   * @example { cookie: "XSRF-TOKEN", header: "X-XSRF-TOKEN" }
   */
  xsrf?: { cookie: string; header: string };

  /** `false`: no token, no waiting, no refresh. */
  session?: false;
  /**
   * `false`: send this request during a refresh, with the current token.
   *
   * @default session.hold
   */
  hold?: boolean;

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
/** The config that interceptors receive, merged with the client's. */
export interface InternalRequestConfig<D = any> extends RequestConfig<D> {
  headers: EverfetchHeaders;
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
/** The methods that axios knows, in upper or lower case. */
export type Method = UppercaseMethod | Lowercase<UppercaseMethod>;
/** The type of a response body. `"stream"` is the platform's `ReadableStream`. */
export type ResponseType =
  "arraybuffer" | "blob" | "formdata" | "json" | "stream" | "text";

/** The members of `AbortSignal` that everfetch needs. */
export interface GenericAbortSignal {
  readonly aborted: boolean;
  onabort?: ((...args: any) => any) | null;
  addEventListener?: (...args: any) => any;
  removeEventListener?: (...args: any) => any;
}
// ---------------------------------------------------------------------------------------------- headers
/**
 * The value of a header. `null` does not send it. `false` does not send it, and prevents later code from
 * setting it.
 */
export type HeaderValue = string | string[] | number | boolean | null;

/** Headers as an object, an `EverfetchHeaders`, the platform's `Headers`, a `Map`, or pairs. */
export type GivenHeaders =
  | { [name: string]: HeaderValue | undefined }
  | EverfetchHeaders
  | Iterable<[string, HeaderValue]>;

/** Each header is a member, in the case in which it was set; the methods ignore case. */
export class EverfetchHeaders {
  constructor(headers?: GivenHeaders);

  [name: string]: any;

  /**
   * Sets a header.
   *
   * @param rewrite `true`: always; `false`: only if the header is not set. By default, a value of `false` is
   * not overwritten.
   */
  set(name: string, value?: HeaderValue, rewrite?: boolean): this;
  /** Sets several headers. */
  set(headers: GivenHeaders, rewrite?: boolean): this;

  /** Returns the value of a header. */
  get(name: string): any;

  /** Whether a header is set. */
  has(name: string): boolean;

  /**
   * Deletes a header.
   *
   * @returns whether it was set.
   */
  delete(name: string): boolean;

  /** Returns the headers that have a value as an object. */
  toJSON(): Record<string, any>;

  [Symbol.iterator](): IterableIterator<[string, any]>;
}

/**
 * `response.headers`: read a header as `headers["x-total"]` in lower case, or as `headers.get("X-Total")` in
 * any case.
 */
export interface ResponseHeaders extends EverfetchHeaders {
  get(name: string): string | undefined;
  [Symbol.iterator](): IterableIterator<[string, string]>;
}

// ------------------------------------------------------------------------------------------ interceptors
/**
 * The handlers that run before a request or after a response. They run once per call: a request that is sent
 * again with a new token is still the same call.
 *
 * `V` is what a handler receives, `G` what it may return.
 */
export interface InterceptorManager<V, G = V> {
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
    options?: InterceptorOptions,
  ): number;

  /** Removes a handler. */
  eject(id: number): void;

  /** Removes all handlers. */
  clear(): void;
}
/** The options of a request interceptor. */
export interface InterceptorOptions {
  /**
   * If all interceptors that run are synchronous, the request is sent without yielding to the event loop.
   *
   * @default false
   */
  synchronous?: boolean;
  /** Whether to run the interceptor for this request. By default, it runs for every request. */
  runWhen?: ((config: InternalRequestConfig) => boolean) | null;
  /**
   * `true` runs the interceptor again before a request is sent again with a new token, for example to sign it.
   *
   * @default false
   */
  onRetry?: boolean;
}
// --------------------------------------------------------------------------------------------- response
/** A response in axios's shape. */
export interface ClientResponse<T = any, D = any> {
  data: T;
  status: number;
  /** Empty over HTTP/2 and later. */
  statusText: string;
  headers: ResponseHeaders;
  /** The request's config, merged with the client's. */
  config: InternalRequestConfig<D>;
  request: RequestFacts;
  /**
   * The platform's `Response`. Its body has been read, unless `responseType` is `"stream"`.
   */
  native: Response;
}
/**
 * What a response interceptor may return: a response in axios's shape, such as a
 * `ClientResponse`.
 */
export interface BareResponse<T = any, D = any> {
  data: T;
  status: number;
  statusText: string;
  headers: object;
  config: InternalRequestConfig<D>;
  request?: any;
}
/** What was sent. */
export interface RequestFacts {
  /** The full URL, with `baseURL` and `params`. */
  url: string;
  /** The HTTP method, in upper case. */
  method: string;
  /** The request's `responseType`, as `XMLHttpRequest` has it: `""` for text and JSON. */
  responseType: string;
  /** The URL that answered, after any redirect; `""` without an answer. */
  responseURL: string;
}
// ---------------------------------------------------------------------------------------------- session
/** The session. One object for all clients that share a store; it follows what happens in other tabs. */
export interface Session {
  /**
   * The user is signed in when it is `"signed-in"` or `"refreshing"`. `"ended"` means that the server rejected
   * the refresh; `"signed-out"` means that the user signed out or that there is no token.
   */
  readonly state: "signed-out" | "signed-in" | "refreshing" | "ended";

  /** The user of the access token, by `userOf` or a JWT's `sub`; `null` if neither identifies one. */
  readonly user: string | null;

  /** How many requests wait for a refresh, or for the user to sign in again. */
  readonly waiting: number;

  /**
   * Starts a session with these tokens, in every tab. Call it after log-in. Requests that waited under the
   * previous tokens are sent if the user is the same, and reject with `ERR_SESSION_CHANGED` otherwise.
   *
   * @param tokens the log-in's answer in the back end's own spelling, wrapped in `data` or not. Leave it out if the
   * session is in a cookie: with `transport: "cookie"`, or with `storage: "memory"` and a refresh by cookie or a
   * function.
   * @throws {EverfetchError} `ERR_BAD_OPTION` if it contains no usable access token.
   */
  signIn(tokens?: TokenReply | object): void;

  /**
   * Clears the tokens immediately, in every tab, even offline. Waiting requests reject with
   * `ERR_SESSION_ENDED`. It does not navigate this tab; other tabs go to `loginURL`.
   *
   * The promise resolves when the log-out at the server (`session.logout`) has been answered or has failed, or
   * after `refresh.timeout`; without that option, at once. It never rejects.
   */
  signOut(): Promise<void>;

  /**
   * Returns the access token, for a WebSocket or an upload; `null` if the user is signed out, or if the token is a
   * cookie. Refreshes it first if it is about to expire, and waits for a refresh in progress.
   */
  accessToken(): Promise<string | null>;

  /**
   * Refreshes now, or joins the refresh in progress.
   *
   * @throws {EverfetchError} `ERR_SESSION_ENDED`, `ERR_REFRESH_UNAVAILABLE`.
   */
  refresh(): Promise<void>;

  /**
   * Calls the listener with each event, in order. A listener that throws changes nothing.
   *
   * @returns a function that unsubscribes.
   * @example
   * const unsubscribe = api.session.subscribe(({ type }) => console.log(type));
   */
  subscribe(listener: (event: SessionEvent) => void): () => void;
}
/** A client, of `everfetch` or of `everfetch/axios`. */
export interface WithSession {
  readonly session: Session;
}

/** An event of the session. Events contain no tokens. */
export type SessionEvent =
  /** A user signed in, or another user did. */
  | { type: "signed-in" }
  /**
   * The tokens were removed: by `signOut()`, in this tab or another, or by code that removed them from the
   * store.
   */
  | { type: "signed-out" }
  /** The server rejected a request. */
  | { type: "refused"; status: number }
  /** The number of waiting requests changed. */
  | { type: "waiting"; waiting: number }
  /** This tab sends the refresh, the only one across all tabs. */
  | { type: "refresh-started" }
  /** There is a new access token, from this tab's refresh or from another tab through the store. */
  | { type: "refreshed"; by: "this-tab" | "other-tab" }
  /** The refresh failed. `ERR_SESSION_ENDED` means that the session is over. */
  | {
      type: "refresh-failed";
      code: "ERR_REFRESH_UNAVAILABLE" | "ERR_SESSION_ENDED";
    }
  /** A request is sent for the second time, with the new token. */
  | { type: "retried" }
  /**
   * The session ended, in every tab. The other ends for which `onEnd` is called have their own events: `signed-out` for
   * a sign-out in another tab, `signed-in` for a sign-in by another user.
   */
  | { type: "ended"; reason: "refused" | "no-refresh-token" | "revoked" };
/** How a session ended. */
export interface SessionEnd {
  /**
   * Why the session ended:
   *
   * - `"refused"`: the server rejected the refresh, of this tab or another.
   * - `"no-refresh-token"`: there was no refresh token, or `session.refresh` is `false`.
   * - `"signed-out-elsewhere"`: the user signed out in another tab. Waiting requests have already been
   *   rejected.
   * - `"user-changed"`: another user signed in, in another tab. Waiting requests have already been rejected.
   * - `"revoked"`: an answer matched `session.ends`. In the other tabs, the reason is `"refused"`.
   */
  reason:
    | "refused"
    | "no-refresh-token"
    | "signed-out-elsewhere"
    | "user-changed"
    | "revoked";
  /** An `ERR_SESSION_ENDED`; its `cause` is the refresh's own failure, or what matched `session.ends`. */
  error: EverfetchError;
  /** How many requests were waiting. */
  waiting: number;
  /**
   * The answer that rejected the refresh or matched `session.ends`, if there was one: its status, and its body without
   * tokens, which may contain the server's message.
   */
  response?: { status: number; data: unknown };
}
// ----------------------------------------------------------------------------------------------- errors
/**
 * The codes of `error.code`: axios's, and the session's own.
 *
 * - `"ERR_SESSION_ENDED"`: the server rejected the refresh, or the user signed out. Log in again.
 * - `"ERR_SESSION_CHANGED"`: another user has signed in since the request was made, or one whom the token does
 *   not identify.
 * - `"ERR_REFRESH_UNAVAILABLE"`: the refresh failed for now. The tokens are kept; try again.
 * - `"ERR_REFRESH_LOOP"`: the server rejected a newly refreshed token. Check the permission, narrow
 *   `session.expired`, or add a log-in to `session.public`.
 * - `"ERR_WAITER_TIMEOUT"`: the refresh took longer than `session.waiterTimeout`.
 * - `"ERR_BODY_USED"`: the server rejected the request, and its body is a stream. Send it again with a new
 *   stream.
 * - `"ERR_REDIRECT_BLOCKED"`: the server redirected a request with the token in a header other than
 *   `Authorization`. Request the final URL, or set `redirect: "follow"`.
 * - `"ERR_PROOF_FAILED"`: `session.proof` could not sign the request, which was not sent. `cause` says why.
 * - `"ERR_WASM_BLOCKED"`: WebAssembly is blocked. Add `'wasm-unsafe-eval'` to the page's `script-src`.
 * - `"ERR_BAD_OPTION"`, `"ERR_BAD_OPTION_VALUE"`, `"ERR_INVALID_URL"`: an option is wrong; the message says
 *   what it takes.
 * - `"ERR_BAD_REQUEST"`, `"ERR_BAD_RESPONSE"`: `validateStatus` rejected a 4xx, or another status; or a body is
 *   too large or not JSON.
 * - `"ERR_NETWORK"`: there was no answer. `cause` is fetch's own error.
 * - `"ECONNABORTED"`, `"ETIMEDOUT"`: the request's own `timeout` elapsed; the second with
 *   `transitional.clarifyTimeoutError`.
 * - `"ERR_CANCELED"`: the caller's `signal` or `cancelToken` cancelled the request.
 * - `"ERR_FORM_DATA_DEPTH_EXCEEDED"`, `"ERR_NOT_SUPPORT"`: `params` or `data` is nested too deeply, or contains
 *   bytes that a text form cannot carry; or Trusted Types forbid `responseType: "document"`.
 *
 * The remaining codes are axios's for Node. Handlers may compare with them, but everfetch never reports them.
 */
export type ErrorCode =
  | "ERR_SESSION_ENDED"
  | "ERR_SESSION_CHANGED"
  | "ERR_REFRESH_UNAVAILABLE"
  | "ERR_REFRESH_LOOP"
  | "ERR_WAITER_TIMEOUT"
  | "ERR_BODY_USED"
  | "ERR_REDIRECT_BLOCKED"
  | "ERR_PROOF_FAILED"
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
/** The error class of everfetch, in axios's shape. It contains no token. */
export class EverfetchError<T = any, D = any> extends Error {
  constructor(
    message: string,
    code?: ErrorCode | (string & {}),
    config?: InternalRequestConfig<D>,
    request?: RequestFacts,
    response?: ClientResponse<T, D>,
    cause?: unknown,
  );
  /** axios's codes, the session's own, or one of the application. */
  code?: ErrorCode | (string & {});
  config?: InternalRequestConfig<D>;
  request?: RequestFacts;
  /** The answer, if there was one. For the session's own errors, the answer that rejected the token. */
  response?: ClientResponse<T, D>;
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
  /** Creates an `EverfetchError` with the message and name of another error, which becomes its `cause`. */
  static from<T = any, D = any>(
    error: unknown,
    code?: ErrorCode | (string & {}),
    config?: InternalRequestConfig<D>,
    request?: RequestFacts,
    response?: ClientResponse<T, D>,
  ): EverfetchError<T, D>;
}
/** The error of an aborted request, with the code `ERR_CANCELED`. Check for it with `isCancel(error)`. */
export class CanceledError<T = any, D = any> extends EverfetchError<T, D> {
  /** @param message by default, `"canceled"`. */
  constructor(
    message?: string,
    config?: InternalRequestConfig<D>,
    request?: RequestFacts,
    cause?: unknown,
  );
  readonly name: "CanceledError";
}
/** Whether the value is an `EverfetchError`, even one from another copy of the package. */
export function isEverfetchError<T = any, D = any>(
  value: unknown,
): value is EverfetchError<T, D>;
/** Whether the caller cancelled the request, with a `signal` or a `cancelToken`. */
export function isCancel<T = any, D = any>(
  value: unknown,
): value is CanceledError<T, D>;
