// @ts-check
// URLs: a base and a path put together, and params in the query.

import { EverfetchError, withoutUser } from "./error.js";
import { toFormData } from "./form.js";
import { own, platform } from "./own.js";

/** Stands for the page where there is none, as in Node. No name ever ends so (RFC 6761 §6.4). */
export const NOWHERE = "http://nowhere.invalid";

/** @type {any} */
const NO_PAGE = { __proto__: null };

/**
 * What a relative URL is relative to: the page's address. A `<base>` counts only within the page's own origin,
 * since markup that somebody has slipped in must not move a request to another one (G12).
 */
export const base = () => {
  const { href, origin } = platform("location") ?? NO_PAGE;
  if (!href) return NOWHERE;
  const baseURI = documentBase();
  if (!baseURI || baseURI === href) return href;
  try {
    return new URL(baseURI).origin === origin ? baseURI : href;
  } catch {
    return href;
  }
};

/** An element of this name would hide the document's own (DOM clobbering). */
const documentBase = () => {
  const baseURI = platform("document")?.baseURI;
  return typeof baseURI === "string" ? baseURI : undefined;
};

/**
 * What to give to fetch for a URL that is to lead to `target`: the URL as it is, unless the document's base
 * leads it elsewhere by now.
 * @param {string} url
 * @param {string | undefined} [target] absolute
 */
export const pinned = (url, target = parse(url)?.href) => {
  if (!platform("document") || !platform("location") || !target) return url;
  try {
    if (new URL(url, documentBase()).href === target) return url;
  } catch {
    // Relative, and there is no base that could be relied on.
  }
  return target;
};

/** @param {string} url */
export const parse = (url) => {
  try {
    return new URL(url, base());
  } catch {
    return undefined;
  }
};

/** Does a URL name its host? @param {string} url */
export const namesHost = (url) => /^([a-z][a-z\d+\-.]*:)?\/\//i.test(url);

/** Does it lead to the page's own origin? @param {string} url */
export const sameOrigin = (url) =>
  parse(url)?.origin === platform("location")?.origin;

/**
 * As it may be told: a user, a password and what follows the path may be nobody's business.
 * @param {string} url
 */
export const withoutQuery = (url) => withoutUser(url.split(/[?#]/, 1)[0]);

/**
 * @param {string | undefined} base
 * @param {string} url
 */
export const combineURL = (base, url) =>
  !base || namesHost(url) ? url : append(base, url);

/**
 * @param {string} base
 * @param {string} [url]
 */
const append = (base, url) =>
  url ? unslashed(base) + "/" + url.replace(/^\/+/, "") : base;

/**
 * Less the slashes at its end. (The expression `\/+$` takes the square of the slashes within.)
 * @param {string} text
 */
export const unslashed = (text) => {
  let end = text.length;
  while (text[end - 1] === "/") end--;
  return text.slice(0, end);
};

/**
 * The whole URL of a request.
 * @param {any} config
 */
export const urlOf = (config) => {
  const { baseURL, url = "", params, paramsSerializer } = config;
  for (const part of [url, baseURL])
    if (/^\s*https?:(?!\/\/)/i.test(part))
      throw new EverfetchError(
        `Invalid URL: ${part === url ? "url" : "baseURL"} has no "//" after its protocol`,
        "ERR_INVALID_URL",
        config,
      );
  return withParams(
    baseURL && config.allowAbsoluteUrls === false
      ? append(baseURL, url)
      : combineURL(baseURL, url),
    params,
    paramsSerializer,
  );
};

/**
 * @param {string} url
 * @param {any} params
 * @param {any} [options] `paramsSerializer`
 */
export const withParams = (url, params, options) => {
  if (!params) return url;
  options = own(
    typeof options === "function" ? { serialize: options } : options,
  );
  const query = options.serialize
    ? options.serialize(params, options)
    : params instanceof URLSearchParams
      ? String(params)
      : serialize(params, options);
  if (!query) return url;
  const bare = url.split("#", 1)[0];
  return bare + (bare.includes("?") ? "&" : "?") + query;
};

/**
 * @param {any} params
 * @param {any} options
 */
const serialize = (params, options) => {
  const { encode } = options;
  const write = encode
    ? (/** @type {any} */ text) => encode(text, strictly)
    : legibly;
  /** @type {string[]} */
  const pairs = [];
  const query = {
    append: (/** @type {any} */ name, /** @type {any} */ value) =>
      pairs.push(write(name) + "=" + write(value)),
  };
  toFormData(params, query, options);
  return pairs.join("&");
};

/** As forms have it. @param {any} text */
const strictly = (text) => String(new URLSearchParams([["", text]])).slice(1);

/** As axios leaves them: these are read more easily than escaped, and mean the same. @param {any} text */
const legibly = (text) =>
  encodeURIComponent(text).replace(
    /%(3A|24|2C|20)/gi,
    (_, code) =>
      /** @type {any} */ ({ 24: "$", 20: "+", "3A": ":", "2C": "," })[
        code.toUpperCase()
      ],
  );
