// The session's options as the rest of the code reads them: checked, complete, and copied from the caller's
// object. `readOptions` in options/read.ts creates them; see `SessionOptions` in index.d.ts for what each one means.

import type {
  EndChoice,
  Proof,
  Refusal,
  RefreshContext,
  SessionEnd,
  SessionOptions,
  TokenStorage,
} from "../../index.js";
import type { Credential } from "../protocol.js";

export type {
  EndChoice,
  Refusal,
  RefreshContext,
  SessionEnd,
  TokenStorage,
} from "../../index.js";

/** Always the same members, in the same order. An option without a default may be `undefined`. */
export interface Settings {
  refresh: RefreshSettings;
  /** How the access token is sent. */
  transport: "header" | "cookie";
  logout: TokenRequest | undefined;
  storage: "local" | "session" | "memory" | TokenStorage;
  accessKey: string;
  refreshKey: string;
  /** In lower case. */
  header: string;
  scheme: string;
  proof: Proof | undefined;
  origins: string[];
  /** Strings begin with `/`. */
  public: (string | RegExp)[];
  expired: Expired;
  ends: Expired | undefined;
  hold: boolean;
  /** In seconds. */
  expiryMargin: number | undefined;
  keepFresh: boolean;
  userOf: ((accessToken: string) => unknown) | undefined;
  /** In milliseconds. */
  waiterTimeout: number | undefined;
  loginURL: string | false;
  returnParam: string | undefined;
  navigate: ((url: string) => void) | undefined;
  onEnd: ((end: SessionEnd) => unknown) | undefined;
  debug: SessionOptions["debug"];
  /** Whether an error that `expired` or `ends` threw has been reported. Set later, by the first request that meets one. */
  blamed?: boolean;
}

/** How to recognise an answer that means that the access token has expired, or that the session is over. */
export type Expired = Refusal | ((response: Response) => unknown);

/** A request that carries the refresh token. */
export interface TokenRequest {
  url: string;
  /** In upper case. */
  method: string;
  send: SendMode;
  name: string;
  /** The scheme before a refresh token in a header. */
  scheme: string;
  extra: Values;
  headers: Values;
}

/** How a refresh gets a new access token. */
export interface RefreshSettings extends TokenRequest {
  /** The application's own function; then only `timeout`, `retries` and `credential` have a meaning. */
  call: ((context: RefreshContext) => unknown) | undefined;
  baseURL: string | undefined;
  reply: ReplyPaths;
  refused: Refusal | undefined;
  unavailable: Refusal | undefined;
  /** Of one attempt, in milliseconds. */
  timeout: number;
  retries: number;
  /** The credential with which a refresh obtains a new access token. */
  credential: Credential;
}

/** How the refresh token is sent. */
export type SendMode = "json" | "form" | "query" | "header" | "cookie";

/** Strings by name, or a function that returns them at each attempt. */
export type Values = Record<string, string> | (() => Record<string, string>);

/** The paths of an answer's members. */
export interface ReplyPaths {
  accessToken: string | undefined;
  refreshToken: string | undefined;
  expiresIn: string | undefined;
  expiresAt: string | undefined;
}
