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
  headers?: RequestHeaders | HeaderDefaults;
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
   * When storage is blocked or full the tokens go on in memory, and one `console.warn` says so. Where the
   * access token is opaque, a third entry beside the two tells one sign-in from another.
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
   * Paths that never carry a token, never wait and never start a refresh: log-in, register, log-out.
   * Default: none. The token endpoint is public by itself.
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
   * Whose a token is; `null` when it does not tell. Default: a JWT's `sub`; for an opaque token, the sign-in
   * itself. A request that one user has made is never sent as another.
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
   *   same user, rejected with `ERR_SESSION_CHANGED` if not. Show a login over the page, and an hour's edit
   *   survives.
   *
   * (A promise may be of any string, since TypeScript takes `async () => "stay"` for one.)
   */
  onEnd?: (end: SessionEnd) => EndChoice | void | PromiseLike<string | void>;
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
   * How often to try again after an outage (no network, 408, 425, 429, 5xx), with growing pauses, or after
   * what `Retry-After` asks for, if that is 5 seconds at most. Default: 2. If it lasts, the requests reject
   * with `ERR_REFRESH_UNAVAILABLE` and the tokens are kept; after 500, 501 and the like the session ends.
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

/** A client: a function with axios's methods. Generics as axios's: `api.get<User>("/me")`. */
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

  /** The config under every request's own; may be changed. */
  defaults: ClientDefaults;

  /** Who is signed in. */
  readonly session: Session;
}

/** `client.defaults`. */
export interface ClientDefaults extends Omit<
  RequestConfig,
  "url" | "data" | "session" | "headers"
> {
  headers: HeaderDefaults;
}

/** One request, as axios describes it; and fetch's own init members, passed on as they are. */
export interface RequestConfig<D = any> {
  /** Absolute, or combined with `baseURL`. */
  url?: string;
  /** Default: `"get"`. */
  method?: Method | Uppercase<Method> | (string & {});
  /** Stands before a `url` that is not absolute. */
  baseURL?: string;
  /** Over the client's, whatever the case of the names; `false` takes a header of the client's away. */
  headers?: RequestHeaders;
  /** Added to the query as axios does: `a[]=1&a[]=2` for arrays, nothing for `undefined` and `null`. */
  params?: Record<string, unknown> | URLSearchParams;
  /**
   * The body: an object is sent as JSON; a string, `URLSearchParams`, `FormData`, `Blob`, buffer or stream
   * as what it is. A stream can be sent once only, so a refusal of its request is `ERR_BODY_USED`.
   */
  data?: D;
  /**
   * Milliseconds for one sending, body included; 0 means none. Default: 0. Does not run while the request
   * waits for a refresh. Rejects with `ECONNABORTED`.
   */
  timeout?: number;
  /** The message in place of `timeout of 500ms exceeded`. */
  timeoutErrorMessage?: string;
  /** `clarifyTimeoutError: true` makes the code of a timeout `ETIMEDOUT`. */
  transitional?: { clarifyTimeoutError?: boolean };
  /**
   * Aborts the request, also while it waits: at once, with `ERR_CANCELED`. The refresh that it may have
   * started goes on for the others.
   */
  signal?: AbortSignal;
  /** What becomes of the body. Default: JSON where it is JSON, text otherwise. */
  responseType?:
    "json" | "text" | "blob" | "arraybuffer" | "formdata" | "stream";
  /** Which statuses resolve. Default: 200 to 299. `null`: all. */
  validateStatus?: ((status: number) => boolean) | null;
  /** `true` sends cookies to other origins too: `credentials: "include"`. */
  withCredentials?: boolean;
  /** `false`: no token, no waiting, no refresh. */
  session?: false;
  /** `false` lets this request through during a refresh, with the token as it is. Default: `session.hold`. */
  hold?: boolean;

  cache?: RequestCache;
  credentials?: RequestCredentials;
  duplex?: "half";
  integrity?: string;
  keepalive?: boolean;
  mode?: RequestMode;
  priority?: RequestPriority;
  redirect?: RequestRedirect;
  referrer?: string;
  referrerPolicy?: ReferrerPolicy;
}

/** The methods that a client has by name. */
export type Method =
  "get" | "delete" | "head" | "options" | "post" | "put" | "patch";

/** A header's value; `undefined` and `null` say nothing, `false` takes the client's away. */
export type HeaderValue = string | number | boolean | null | undefined;

/** Headers of one request. */
export type RequestHeaders =
  Record<string, HeaderValue> | Headers | Map<string, HeaderValue>;

/** Headers of a client: for all requests, and for those of one method. */
export type HeaderDefaults = {
  [M in Method | "common"]?: Record<string, HeaderValue>;
} & {
  [name: string]: HeaderValue | Record<string, HeaderValue>;
};

/** A response in axios's shape. */
export interface ClientResponse<T = any, D = any> {
  data: T;
  status: number;
  /** Empty under HTTP/2 and later. */
  statusText: string;
  headers: ResponseHeaders;
  /** The client's config and the request's, merged. */
  config: RequestConfig<D>;
  request: RequestFacts;
  /** The platform's own; its body has been read, unless `responseType` is `"stream"`. */
  native: Response;
}

/** What was sent. */
export interface RequestFacts {
  /** With `baseURL` and `params`. */
  url: string;
  /** In capitals. */
  method: string;
}

/** By name in lower case, `headers["x-total"]`, or in any, `headers.get("X-Total")`. */
export type ResponseHeaders = {
  get(name: string): string | undefined;
  has(name: string): boolean;
  toJSON(): Record<string, string>;
  [Symbol.iterator](): IterableIterator<[string, string]>;
} & { readonly [name: string]: string | undefined };

// ---------------------------------------------------------------------------------------------- session

/** The session, as the application sees it. One for all clients and tabs that share a store. */
export interface Session {
  /** `"ended"`: the server refused the refresh; `"signed-out"`: by `signOut()`, or there is no token. */
  readonly state: "signed-out" | "signed-in" | "refreshing" | "ended";

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
  /** The session is over. */
  | { type: "ended"; reason: SessionEnd["reason"] };

/** How a session ended. */
export interface SessionEnd {
  /**
   * The server refused the refresh; there was no refresh token to show it; the user has signed out in another
   * tab; another user has signed in there.
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
 * - `"ERR_SESSION_CHANGED"`: another user has signed in since the request was made.
 * - `"ERR_REFRESH_UNAVAILABLE"`: no refresh for now; the tokens are kept, try again.
 * - `"ERR_REFRESH_LOOP"`: a fresh token was refused all the same. Look at the permission, or narrow
 *   `session.expired`.
 * - `"ERR_WAITER_TIMEOUT"`: the refresh took longer than `session.waiterTimeout`.
 * - `"ERR_BODY_USED"`: refused, and the body is a stream. Send again with a new one.
 * - `"ERR_WASM_BLOCKED"`: add `'wasm-unsafe-eval'` to the page's `script-src`.
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
  | "ERR_BAD_REQUEST"
  | "ERR_BAD_RESPONSE"
  | "ERR_NETWORK"
  | "ERR_CANCELED"
  | "ECONNABORTED"
  | "ETIMEDOUT";

/** The one error class, in axios's shape. No token is in it. */
export class EverfetchError<T = any, D = any> extends Error {
  constructor(
    message: string,
    code?: ErrorCode,
    config?: RequestConfig<D>,
    request?: RequestFacts,
    response?: ClientResponse<T, D>,
    cause?: unknown,
  );
  code?: ErrorCode;
  config?: RequestConfig<D>;
  request?: RequestFacts;
  /** The answer, where there was one: for the session's own errors, the refusal. */
  response?: ClientResponse<T, D>;
  /** `response.status`. */
  status?: number;
  /** What led to it: for a failed refresh, one and the same for every request that waited. */
  cause?: unknown;
  /** So that `axios.isAxiosError(error)` and existing handlers go on working. */
  readonly isAxiosError: true;
  /** Message, code, status and address; neither tokens nor bodies. */
  toJSON(): object;
}

/** Is it one of ours? Also across copies of the package. */
export function isEverfetchError<T = any, D = any>(
  value: unknown,
): value is EverfetchError<T, D>;

/** As axios's: true for everfetch's errors and for axios's own. */
export function isAxiosError<T = any, D = any>(
  value: unknown,
): value is EverfetchError<T, D>;

/** Was it aborted by the caller's `signal`? */
export function isCancel(value: unknown): value is EverfetchError;
