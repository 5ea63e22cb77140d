/** The options of a client. */
export interface ClientOptions {
  /** The base of relative URLs. */
  baseURL?: string;
  /** Headers of every request. */
  headers?: Record<string, string>;
  /** How long an answer may take, in ms. @default no limit */
  timeout?: number;
  /** Called in place of the platform's `fetch`, with a `Request`. */
  fetch?: (request: Request) => Promise<globalThis.Response>;
  session?: SessionOptions | false;
}

/**
 * The options of a session; the npm package's documentation describes each. `tests/types/rust.ts` compares these types
 * with that package's.
 */
export interface SessionOptions {
  refresh:
    | string
    | RefreshRequest
    | false
    | ((context: RefreshContext) => TokenReply | Promise<TokenReply>);
  logout?: string | LogoutRequest;
  transport?: "header" | "cookie";
  storage?: "local" | "session" | "memory" | TokenStorage;
  keys?: { accessToken?: string; refreshToken?: string };
  header?: string;
  scheme?: string;
  origins?: string[];
  public?: (string | RegExp)[];
  expired?:
    Refusal | ((response: globalThis.Response) => boolean | Promise<boolean>);
  ends?:
    Refusal | ((response: globalThis.Response) => boolean | Promise<boolean>);
  hold?: boolean;
  expiryMargin?: number;
  keepFresh?: boolean;
  waiterTimeout?: number;
  userOf?: (accessToken: string) => string | number | null;
  loginURL?: string | false;
  returnParam?: string;
  navigate?: (url: string) => void;
  onEnd?: (end: SessionEnd) => EndChoice | void | PromiseLike<string | void>;
  debug?: boolean | ((line: string) => void);
}

export interface RefreshRequest {
  url: string;
  baseURL?: string;
  method?: string;
  send?: "json" | "form" | "query" | "header" | "cookie";
  name?: string;
  extra?: Record<string, string> | (() => Record<string, string>);
  headers?: Record<string, string> | (() => Record<string, string>);
  reply?: {
    accessToken?: string;
    refreshToken?: string;
    expiresIn?: string;
    expiresAt?: string;
  };
  refused?: Refusal;
  unavailable?: Refusal;
  timeout?: number;
  retries?: number;
}

export interface LogoutRequest {
  url: string;
  method?: string;
  send?: "json" | "form" | "query" | "header" | "cookie";
  name?: string;
  extra?: Record<string, string> | (() => Record<string, string>);
  headers?: Record<string, string> | (() => Record<string, string>);
}

export interface Refusal {
  status?: number | number[];
  code?: string | number | (string | number)[];
  codePath?: string;
}

export interface RefreshContext {
  refreshToken: string | null;
  accessToken: string | null;
  signal: AbortSignal;
  fetch: typeof fetch;
}

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

export interface TokenStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export type EndChoice = "redirect" | "stay" | "wait";

export interface SessionEnd {
  reason:
    | "refused"
    | "no-refresh-token"
    | "signed-out-elsewhere"
    | "user-changed"
    | "revoked";
  error: Error & { code: string };
  waiting: number;
  /** The answer that rejected the refresh. Its body contains no tokens. */
  response?: { status: number; data: unknown };
}

/** An event of a session. */
export type SessionEvent =
  | { type: "signed-in" }
  | { type: "signed-out" }
  | { type: "refused"; status: number }
  | { type: "waiting"; waiting: number }
  | { type: "refresh-started" }
  | { type: "refreshed"; by: "this-tab" | "other-tab" }
  | {
      type: "refresh-failed";
      code: "ERR_REFRESH_UNAVAILABLE" | "ERR_SESSION_ENDED";
    }
  | { type: "retried" }
  | { type: "ended"; reason: "refused" | "no-refresh-token" | "revoked" };

export interface RequestConfig {
  url?: string;
  method?: string;
  params?: Record<string, unknown>;
  headers?: Record<string, string>;
  data?: unknown;
  body?: BodyInit;
  timeout?: number;
  signal?: AbortSignal;
  /** How the body is read. @default "json", or text if the body is not JSON */
  responseType?:
    "json" | "text" | "arraybuffer" | "blob" | "formdata" | "stream";
  withCredentials?: boolean;
  session?: false;
  hold?: boolean;
}

/** An answer, in axios's shape. */
export interface Answer<T> {
  data: T;
  status: number;
  statusText: string;
  headers: Headers;
  config: RequestConfig;
  native: globalThis.Response;
}
