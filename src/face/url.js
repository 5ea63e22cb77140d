// @ts-check
// URLs as axios builds them.

/**
 * @param {string | undefined} base
 * @param {string} url
 */
export const combineURL = (base, url) =>
  !base || /^([a-z][a-z\d+\-.]*:)?\/\//i.test(url)
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

/** @param {Record<string, string>} members */
export const encodeForm = (members) => new URLSearchParams(members).toString();

/** @param {string} url */
const parse = (url) => {
  try {
    return new URL(
      url,
      globalThis.document?.baseURI ?? globalThis.location?.href,
    );
  } catch {
    return undefined;
  }
};

/**
 * The origin and the path, with a line break between; the empty string for what is no URL.
 * @param {string} url
 */
export const locate = (url) => {
  const parsed = parse(url);
  return parsed ? parsed.origin + "\n" + parsed.pathname : "";
};

/** The page's origin, if relative URLs lead there: a `<base>` may lead elsewhere. */
export const ownOrigin = () => {
  const origin = globalThis.location?.origin;
  return origin && parse("/")?.origin === origin ? origin : "";
};

/**
 * @param {RegExp} pattern
 * @param {string} path
 */
// Not `test`, which a `g` makes remember where it was.
export const matches = (pattern, path) => path.search(pattern) >= 0;
