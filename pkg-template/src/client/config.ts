// Checks the request configs of `everfetch` and merges them over the defaults.

import { badOption, show } from "./options/explain.js";
import { EverfetchHeaders } from "./headers.js";
import type { Defaults, GivenConfig, MergedConfig } from "./request.js";
import { isPlain } from "./url.js";
import { member, own, type Unknowns } from "../runtime/own.js";

/** The values that each option takes. Other names belong to the application and are kept. */
const TYPES: Record<string, string> = {
  // @ts-expect-error an object without a prototype
  __proto__: null,
  url: "string",
  method: "string",
  baseURL: "string",
  headers: "object",
  params: "object",
  timeout: "number",
  responseType: "string",
  validateStatus: "function",
  withCredentials: "boolean",
  fetch: "function",
  hold: "boolean",
};

/** The options that mean the same in every surface. */
export const checkTypes = (config: unknown, where: string): void => {
  if (config === undefined || config === null) return;
  if (typeof config !== "object")
    throw bad(where, "", config, DEVELOPMENT && "an object");
  const given = own(config as Unknowns);
  for (const name of Object.keys(given)) {
    const type = TYPES[name];
    const value = given[name];
    if (type && value !== undefined && value !== null && typeof value !== type)
      throw bad(
        where,
        name,
        value,
        DEVELOPMENT && (type === "object" ? "an object" : "a " + type),
      );
  }
  const { signal, timeout } = given;
  if ((timeout as number) < 0 || Number.isNaN(timeout))
    throw bad(where, "timeout", timeout, DEVELOPMENT && MILLISECONDS);
  if (
    signal &&
    typeof member(signal, "addEventListener") !== "function" &&
    typeof member(signal, "aborted") !== "boolean"
  )
    throw bad(where, "signal", signal, DEVELOPMENT && "an AbortSignal");
};

const MILLISECONDS = "milliseconds, 0 or more";

const bad = (
  where: string,
  name: string,
  got: unknown,
  pass: string | false,
) => {
  const path = name ? `${where}: ${name}` : where;
  return badOption(
    path,
    DEVELOPMENT && `\`${path}\` is ${showSafely(name, got)}. Pass ${pass}.`,
  );
};

/** A short word may be a typing error and is quoted. Any other string may be a secret, and so may a header. */
const showSafely = (name: string, got: unknown) =>
  typeof got === "string" && (name === "headers" || !/^[\w-]*$/.test(got))
    ? "a string"
    : show(got);

/** Options that only `everfetch/axios` has. */
const AXIOS =
  /^(adapter|allowAbsoluteUrls|auth|cancelToken|env|fetchOptions|formSerializer|max(Body|Content)Length|maxRedirects|on(Down|Up)loadProgress|paramsSerializer|parseReviver|responseEncoding|timeoutErrorMessage|transform(Request|Response)|transitional|withXSRFToken|xsrf(Cookie|Header)Name)$/;

export const checkConfig = (config: unknown, where: string): void => {
  checkTypes(config, where);
  const given = own(config);
  for (const name of Object.keys(given))
    if (
      given[name] !== undefined &&
      (AXIOS.test(name) ||
        (name === "responseType" && given[name] === "document"))
    )
      throw badOption(
        `${where}: ${name}`,
        DEVELOPMENT &&
          `\`${name}\` of ${where} is an option of axios. Import from \`everfetch/axios\` to use it.`,
      );
};

/** Merges the caller's config over the client's. The result shares nothing with either except the values. */
export const merge = (base: object, over: unknown): MergedConfig => {
  const defaults = own(base as Partial<MergedConfig>);
  const config = own(over as Partial<MergedConfig> | undefined);
  const merged = own(defaults as MergedConfig);
  for (const name of Object.keys(config))
    if (config[name] !== undefined) merged[name] = config[name];
  if (isPlain(defaults.params) && isPlain(config.params))
    merged.params = own({ ...defaults.params, ...config.params });
  merged.headers = new EverfetchHeaders(defaults.headers).set(
    config.headers ?? {},
  ) as unknown as MergedConfig["headers"];
  return merged;
};

/** The options of `createClient()` as the client's defaults. */
export const configure = (base: object, options: object): Defaults => {
  checkConfig(options, "createClient(options)");
  const { session: _, fetch: __, ...defaults } = merge(base, options);
  return defaults as unknown as Defaults;
};

/** The config of a request, as interceptors see it. */
export const mergeConfig = (
  defaults: object,
  given: GivenConfig,
): MergedConfig => {
  const config = merge(defaults, given);
  config.method = (config.method || "get").toLowerCase();
  return config;
};

/**
 * The header value for a token (RFC 9110 §11.4): the scheme and the token, or the bare token if the scheme is empty.
 * Some servers already include the scheme in the token.
 */
export const credentials = (scheme: string, token: string): string =>
  !scheme || token.toLowerCase().startsWith(scheme.toLowerCase() + " ")
    ? token
    : scheme + " " + token;
