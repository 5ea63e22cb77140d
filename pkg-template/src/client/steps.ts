// The steps that a request takes in each surface: plain functions over the request (an `Exchange`), its config and
// its answer. See client/call.ts and axios/call.ts for the order in which a surface takes them.

import { CanceledError, EverfetchError, isEverfetchError } from "./error.js";
import type { Exchange, Plan } from "./exchange.js";
import type { EverfetchHeaders } from "./headers.js";
import type { Init, MergedConfig, RequestFacts } from "./request.js";
import { member, own, type Unknowns } from "../runtime/own.js";
import { signalOf } from "../runtime/signal.js";
import type { ClientContext } from "./context.js";
import { reachOf } from "./scope.js";
import { parse } from "./url.js";

/** An answer in axios's shape. */
export interface Shaped {
  data: unknown;
  status: number;
  statusText: string;
  headers: EverfetchHeaders;
  config: MergedConfig;
  request: RequestFacts;
  native?: Response;
}

/** The members of fetch's `init` that a config contains under the same names. */
const INIT = [
  "cache",
  "credentials",
  "duplex",
  "integrity",
  "keepalive",
  "mode",
  "priority",
  "redirect",
  "referrer",
  "referrerPolicy",
];

/** Characters that no header can carry. */
const NO_BYTE = /[^\t -~\x80-\xff]+/g;

/**
 * Builds fetch's init for a config.
 * @param body the encoded `data`
 * @param more additional members of the init
 */
export const initOf = (
  config: MergedConfig,
  body: unknown,
  more?: unknown,
): Init => {
  const { method, withCredentials } = config;
  // A copy, because the session adds the token to it, and `error.config` must not contain the token.
  const headers: Record<string, string> = own({});
  for (const [name, value] of config.headers)
    headers[name.toLowerCase()] = String(value).replace(NO_BYTE, "");
  const init = own(more) as Init & Unknowns;
  init.signal = undefined;
  init.method = method.toUpperCase();
  init.headers = headers;
  for (const name of INIT) {
    const value = config[name];
    // Interceptors written for axios use some of these names for other values, such as an object in `cache`.
    if (value !== undefined && (name !== "cache" || typeof value === "string"))
      init[name] = value;
  }
  if (withCredentials !== undefined)
    init.credentials ??= withCredentials ? "include" : "same-origin";
  const sent = /^(get|head)$/.test(method)
    ? undefined
    : ((body as BodyInit | null | undefined) ?? undefined);
  if (sent === undefined) delete init.body;
  else init.body = sent;
  // Removed, because there is nothing to describe or because only the platform knows the boundary.
  if (sent === undefined || sent instanceof FormData)
    delete headers["content-type"];
  return init;
};

/**
 * The absolute URL of a request.
 * @param urlOf the surface's function
 */
export const targetOf = (
  client: ClientContext,
  config: MergedConfig,
  url: string,
  urlOf: (config: MergedConfig) => string,
): string | undefined => {
  const { base, given } = reachOf(client);
  const moved = base && config.baseURL === given;
  return parse(moved ? urlOf(own({ ...config, baseURL: base })) : url)?.href;
};

/** The members of XMLHttpRequest that axios's `request` has and that interceptors read. */
export const factsOf = (
  { url, init: { method } }: Plan,
  { responseType }: MergedConfig,
): RequestFacts => ({
  url,
  method,
  responseType: responseType === "json" ? "" : (responseType ?? ""),
  responseURL: "",
});

/** Throws if the signal is aborted before anything is sent. */
export const checkSignal = (config: MergedConfig): void => {
  if (signalOf(config.signal)?.aborted)
    throw new CanceledError(undefined, config);
};

/** Returns the answer, or throws if `validateStatus` rejects its status. */
export const settle = (response: Shaped): Shaped => {
  const { config, request, status } = response;
  const { validateStatus } = config;
  if (!status || !validateStatus || validateStatus(status)) return response;
  throw new EverfetchError(
    "Request failed with status code " + status,
    status >= 400 && status < 500 ? "ERR_BAD_REQUEST" : "ERR_BAD_RESPONSE",
    config,
    request,
    response,
  );
};

/**
 * Converts any thrown value to an `EverfetchError`.
 * @param shape reads the answer that rejected the request, for the session's errors
 */
export const explain = async (
  error: unknown,
  exchange: Exchange,
  config: MergedConfig,
  request: RequestFacts,
  shape: (refusal: Response) => Promise<Shaped>,
): Promise<unknown> => {
  const signal = signalOf(config.signal);
  if (signal?.aborted) {
    const { reason } = signal;
    return new CanceledError(
      member(reason, "name") === "AbortError"
        ? undefined
        : (member(reason, "message") ?? reason),
      config,
      request,
      reason,
    );
  }
  if (exchange.timedOut)
    return new EverfetchError(
      `timeout of ${config.timeout}ms exceeded`,
      "ECONNABORTED",
      config,
      request,
    );
  if (isEverfetchError(error)) {
    if (error.config) return error;
    // One of the session's own errors, which has neither the config nor the answer yet.
    error.config = config;
    error.request = request;
    const refusal = await exchange.refusal;
    if (refusal) {
      error.response = await shape(refusal).catch(() => undefined);
      error.status = member(error.response, "status");
    }
    return error;
  }
  return error instanceof TypeError || member(error, "name") === "AbortError"
    ? new EverfetchError(
        "Network Error",
        "ERR_NETWORK",
        config,
        request,
        undefined,
        member(error, "cause") ?? error,
      )
    : EverfetchError.from(error, undefined, config, request);
};
