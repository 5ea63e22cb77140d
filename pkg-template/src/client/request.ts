// The types of a request on its way from the caller's config to `fetch` and back, as the internal code sees them.

// axios's types, which include the lean types, so that the same code reads both.
import type {
  AxiosDefaults,
  AxiosRequestConfig,
  CreateAxiosDefaults,
  InternalAxiosRequestConfig,
} from "../../axios.js";
import type { RequestFacts } from "../../index.js";

export type { RequestFacts };

/** The options of a client. */
export type ClientOptions = CreateAxiosDefaults;

/** The platform's `fetch`, or its replacement. */
export type Fetch = (
  input: RequestInfo | URL,
  init?: Init | RequestInit,
) => Promise<Response>;

/** A client's defaults, which may include members of the application's own. */
export type Defaults = AxiosDefaults & Members;

/** A config as the caller wrote it, before it is checked and merged. */
export type GivenConfig = AxiosRequestConfig<unknown> & Members;

/** A config merged with the client's defaults: without a prototype, its method in lower case. */
export type MergedConfig = InternalAxiosRequestConfig<unknown> &
  Members & { method: string };

/** The names that this code does not know belong to the application. */
export interface Members {
  [member: string]: unknown;
}

/** The `init` for fetch. It has no prototype; the names of its headers are in lower case. */
export interface Init extends Omit<RequestInit, "headers" | "signal"> {
  method: string;
  headers: Record<string, string>;
  signal?: AbortSignal | undefined;
  duplex?: "half" | undefined;
}
