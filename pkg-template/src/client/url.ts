// URLs: a base and a path put together, and params in the query.

import { EverfetchError, withoutUser } from "./error.js";
import { toFormData } from "../axios/form.js";
import { own, platform } from "../runtime/own.js";

/** Stands for the page where there is none, as in Node. No name ever ends so (RFC 6761 §6.4). */
export const NOWHERE = "http://nowhere.invalid";

const NO_PAGE: any = { __proto__: null };

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
 * @param target absolute
 */
export const pinned = (
  url: string,
  target: string | undefined = parse(url)?.href,
) => {
  if (!platform("document") || !platform("location") || !target) return url;
  try {
    if (new URL(url, documentBase()).href === target) return url;
  } catch {
    // Relative, and there is no base that could be relied on.
  }
  return target;
};

export const parse = (url: string) => {
  try {
    return new URL(url, base());
  } catch {
    return undefined;
  }
};

/** Does a URL name its host? */
export const namesHost = (url: string) =>
  /^([a-z][a-z\d+\-.]*:)?\/\//i.test(url);

/** Does it lead to the page's own origin? */
export const sameOrigin = (url: string) =>
  parse(url)?.origin === platform("location")?.origin;

/** As it may be told: a user, a password and what follows the path may be nobody's business. */
export const withoutQuery = (url: string) =>
  withoutUser(url.split(/[?#]/, 1)[0]);

export const combineURL = (base: string | undefined, url: string) =>
  !base || namesHost(url) ? url : append(base, url);

const append = (base: string, url?: string) =>
  url ? unslashed(base) + "/" + url.replace(/^\/+/, "") : base;

/** Less the slashes at its end. (The expression `\/+$` takes the square of the slashes within.) */
export const unslashed = (text: string) => {
  let end = text.length;
  while (text[end - 1] === "/") end--;
  return text.slice(0, end);
};

/** The whole URL of a request. */
export const urlOf = (config: any) => {
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

/** @param options `paramsSerializer` */
export const withParams = (url: string, params: any, options?: any) => {
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

const serialize = (params: any, options: any) => {
  const { encode } = options;
  const write = encode ? (text: any) => encode(text, strictly) : legibly;
  const pairs: string[] = [];
  const query = {
    append: (name: any, value: any) =>
      pairs.push(write(name) + "=" + write(value)),
  };
  toFormData(params, query, options);
  return pairs.join("&");
};

/** As forms have it. */
const strictly = (text: any) =>
  String(new URLSearchParams([["", text]])).slice(1);

/** As axios leaves them: these are read more easily than escaped, and mean the same. */
const legibly = (text: any) =>
  encodeURIComponent(text).replace(
    /%(3A|24|2C|20)/gi,
    (_, code) =>
      (({ 24: "$", 20: "+", "3A": ":", "2C": "," }) as any)[code.toUpperCase()],
  );
