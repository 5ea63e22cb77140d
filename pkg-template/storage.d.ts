/**
 * everfetch with tokens that are not raw strings in web storage: JSON with a prefix, or readable cookies.
 *
 * ```ts
 * createClient({
 *   session: {
 *     refresh: "/auth/refresh",
 *     storage: jsonStorage({ prefix: "prod__", expires: "expire" }),
 *     keys: { accessToken: "ACCESS_TOKEN", refreshToken: "REFRESH_TOKEN" },
 *   },
 * });
 * ```
 *
 * The next request sees what your own code or another tab has written.
 */

import type { TokenStorage } from "./index.js";

/** The options of `jsonStorage()`. */
export interface JsonStorageOptions {
  /**
   * Put before each key.
   *
   * @default ""
   * @example "prod__"
   */
  prefix?: string;
  /**
   * The key of one item that holds both tokens. `session.keys` then name its members. Other members stay as they are.
   *
   * @example "auth"
   */
  item?: string;
  /**
   * The path of the token in the JSON, or with `item`, of the object that holds the tokens. `""`: the JSON is the token
   * itself, or that object.
   *
   * @default "value"; with `item`, ""
   * @example "state"
   */
  path?: string;
  /**
   * The path of the time until which the item is valid, in epoch milliseconds. A token in an expired item is ignored.
   *
   * @example "expire"
   */
  expires?: string;
  /**
   * The value that everfetch writes at `expires`, because the server decides when a token expires.
   *
   * @default null
   */
  never?: number | null;
  /**
   * What holds the JSON: `"local"`, `"session"`, or another store, such as `cookieStorage()`.
   *
   * @default "local"
   */
  storage?: "local" | "session" | TokenStorage;
  /** Returns the token in an item, for an item that no path describes. */
  read?: (value: any) => unknown;
  /** Returns the item for a token. `former` is the item that it replaces, if there is one. */
  write?: (token: string, former: any) => unknown;
}

/**
 * Tokens as members of JSON: `prod__ACCESS_TOKEN` is `{"value":"…","expire":null}`. On a server, it keeps the tokens in
 * a memory of its own.
 */
export function jsonStorage(options?: JsonStorageOptions): TokenStorage;

/** The options of `cookieStorage()`: the attributes of the cookies. */
export interface CookieStorageOptions {
  /**
   * Put before each key.
   *
   * @default ""
   */
  prefix?: string;
  /** @default "/" */
  path?: string;
  /**
   * The domain whose subdomains receive the cookies too.
   *
   * @default this host only
   * @example "example.com"
   */
  domain?: string;
  /** @default true on an HTTPS page */
  secure?: boolean;
  /** @default "lax" */
  sameSite?: "strict" | "lax" | "none";
  /**
   * How long the cookies are kept, in seconds.
   *
   * @default until the browser is closed
   */
  maxAge?: number;
}

/**
 * Tokens in cookies that JavaScript can read, encoded as js-cookie encodes them. In a worker or on a server, it keeps
 * the tokens in a memory of its own.
 */
export function cookieStorage(options?: CookieStorageOptions): TokenStorage;
