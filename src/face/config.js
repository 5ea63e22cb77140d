// @ts-check
// Request configs: checked, merged with the defaults, and turned into the URL and the init that fetch takes.

import { fail } from "./error.js";

/** What an option takes, by its name. Names that are not here are the user's own and are kept. */
const TYPES = /** @type {Record<string, string>} */ ({
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
});

/** The methods that a client has, by what they take. */
export const WITHOUT_DATA = ["get", "delete", "head", "options"];
export const WITH_DATA = ["post", "put", "patch"];

/** Members of `defaults.headers` that are no headers. */
const GROUPS = ["common", ...WITHOUT_DATA, ...WITH_DATA];

/** The methods that fetch sends no body with. */
const BODYLESS = /^(get|head)$/;

/** fetch's own init members, passed on as they are. */
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

/**
 * @param {any} config
 * @param {string} where
 */
export const checkConfig = (config, where) => {
  if (config === undefined || config === null) return;
  if (typeof config !== "object") throw bad(where, "", config, "an object");
  for (const name in config) {
    const type = TYPES[name];
    const value = config[name];
    if (type && value !== undefined && value !== null && typeof value !== type)
      throw bad(
        where,
        name,
        value,
        type === "object" ? "an object" : "a " + type,
      );
  }
  const { signal, timeout } = config;
  if (timeout < 0 || Number.isNaN(timeout))
    throw bad(where, "timeout", timeout, "milliseconds, 0 or more");
  if (signal && typeof signal.addEventListener !== "function")
    throw bad(where, "signal", signal, "an AbortSignal");
};

/**
 * @param {string} where
 * @param {string} name
 * @param {any} got
 * @param {string} takes
 */
const bad = (where, name, got, takes) => {
  const shown =
    typeof got === "object"
      ? "an object"
      : typeof got === "string"
        ? `"${got}"`
        : got;
  const path = name ? `${where}: ${name}` : where;
  return fail(
    "ERR_BAD_OPTION",
    `${path} got ${String(shown)}; it takes ${takes}`,
  );
};

/**
 * The caller's config over the client's, as `response.config` shows it.
 * @param {any} defaults
 * @param {any} config
 */
export const mergeConfig = (defaults, config) => {
  const merged = { ...defaults };
  for (const name in config)
    if (config[name] !== undefined) merged[name] = config[name];
  const method = (merged.method = (
    config.method ??
    defaults.method ??
    "get"
  ).toLowerCase());
  merged.url = config.url;
  merged.data = config.data;
  merged.headers = mergeHeaders(defaults.headers, config.headers, method);
  if (
    defaults.params &&
    config.params &&
    !(config.params instanceof URLSearchParams)
  )
    merged.params = { ...defaults.params, ...config.params };
  delete merged.session;
  if (config.session === false) merged.session = false;
  return merged;
};

/**
 * The last of two names that differ in case only wins.
 * @param {any} defaults
 * @param {any} own
 * @param {string} method
 */
const mergeHeaders = (defaults, own, method) => {
  /** @type {Record<string, string>} */
  const headers = {};
  if (defaults) {
    put(headers, defaults.common);
    put(headers, defaults[method]);
    put(headers, defaults, GROUPS);
  }
  put(headers, own);
  return headers;
};

/**
 * @param {Record<string, string>} headers
 * @param {any} more
 * @param {string[]} [except]
 */
const put = (headers, more, except) => {
  if (!more) return;
  const entries =
    typeof more.entries === "function" ? more.entries() : Object.entries(more);
  for (const [name, value] of entries) {
    if (except?.includes(name) || value === undefined || value === null)
      continue;
    const lower = name.toLowerCase();
    // `false` takes a default header away.
    if (value === false) delete headers[lower];
    else headers[lower] = String(value);
  }
};

/**
 * The URL and the init that fetch takes.
 * @param {any} config
 */
export const prepare = (config) => {
  const url = withParams(
    combineURL(config.baseURL, config.url ?? ""),
    config.params,
  );
  // A copy: the wasm adds the token to it, and `error.config` must not have it.
  const headers = { ...config.headers };
  /** @type {any} */
  const init = { method: config.method.toUpperCase(), headers };
  for (const name of INIT)
    if (config[name] !== undefined) init[name] = config[name];
  if (config.withCredentials !== undefined && init.credentials === undefined)
    init.credentials = config.withCredentials ? "include" : "same-origin";
  const { data } = config;
  if (data !== undefined && data !== null && !BODYLESS.test(config.method))
    init.body = body(data, headers);
  // Until a body says otherwise, there is nothing that this could describe.
  else delete headers["content-type"];
  return { url, init };
};

/**
 * @param {any} data
 * @param {Record<string, string>} headers
 */
const body = (data, headers) => {
  if (typeof data === "string") {
    headers["content-type"] ??= "application/x-www-form-urlencoded";
    return data;
  }
  if (data instanceof URLSearchParams) {
    headers["content-type"] ??=
      "application/x-www-form-urlencoded;charset=utf-8";
    return data;
  }
  if (data instanceof FormData) {
    // Only the platform knows the boundary.
    delete headers["content-type"];
    return data;
  }
  if (
    data instanceof Blob ||
    data instanceof ArrayBuffer ||
    ArrayBuffer.isView(data)
  )
    return data;
  if (isStream(data)) return data;
  headers["content-type"] ??= "application/json";
  return JSON.stringify(data);
};

/**
 * A token as a header carries it (RFC 9110 §11.4): after its scheme, or bare where that is empty.
 * @param {string} scheme
 * @param {string} token
 */
export const credentials = (scheme, token) =>
  scheme ? scheme + " " + token : token;

/** @param {any} data */
export const isStream = (data) => typeof data?.getReader === "function";

/** Does a URL name its host? @param {string} url */
export const namesHost = (url) => /^([a-z][a-z\d+\-.]*:)?\/\//i.test(url);

/**
 * @param {string | undefined} base
 * @param {string} url
 */
export const combineURL = (base, url) =>
  !base || namesHost(url)
    ? url
    : url
      ? base.replace(/\/+$/, "") + "/" + url.replace(/^\/+/, "")
      : base;

/**
 * @param {string} url
 * @param {unknown} params
 */
export const withParams = (url, params) => {
  const query = serialize(params);
  if (!query) return url;
  const bare = url.split("#", 1)[0];
  return bare + (bare.includes("?") ? "&" : "?") + query;
};

/** @param {any} params */
const serialize = (params) => {
  if (!params) return "";
  if (params instanceof URLSearchParams) return params.toString();
  /** @type {string[]} */
  const pairs = [];
  for (const key of Object.keys(params)) append(pairs, key, params[key]);
  return pairs.join("&");
};

/**
 * `a[]=1&a[]=2` for arrays and `a[b]=1` for objects, nothing for undefined and null.
 * @param {string[]} pairs
 * @param {string} key
 * @param {any} value
 */
const append = (pairs, key, value) => {
  if (value === undefined || value === null) return;
  if (value instanceof Date) value = value.toISOString();
  if (typeof value !== "object") {
    pairs.push(encode(key) + "=" + encode(value));
  } else if (Array.isArray(value)) {
    for (const item of value) append(pairs, key + "[]", item);
  } else {
    for (const name of Object.keys(value))
      append(pairs, `${key}[${name}]`, value[name]);
  }
};

/**
 * As axios leaves them: these are read more easily than escaped, and mean the same.
 * @param {unknown} text
 */
const encode = (text) =>
  encodeURIComponent(String(text))
    .replace(/%3A/gi, ":")
    .replace(/%24/g, "$")
    .replace(/%2C/gi, ",")
    .replace(/%20/g, "+")
    .replace(/%5B/gi, "[")
    .replace(/%5D/gi, "]");
