// Builds URLs from a base, a path and params.

import { fail, withoutUser } from "./error.js";
import { own, platform, type Unknowns } from "../runtime/own.js";

/** The fallback base where there is no page, as in Node. No real host name ends in `.invalid` (RFC 6761 §6.4). */
export const FALLBACK_BASE = "http://nowhere.invalid";

const NO_PAGE: Partial<Location> = own({});

/**
 * The base of relative URLs: the page's address. A `<base>` counts only within the page's own origin, because injected
 * markup must not move a request to another origin (G12).
 */
export const base = () => {
  const { href, origin } = platform("location") ?? NO_PAGE;
  if (!href) return FALLBACK_BASE;
  const baseURI = documentBase();
  if (!baseURI || baseURI === href) return href;
  try {
    return new URL(baseURI).origin === origin ? baseURI : href;
  } catch {
    return href;
  }
};

/** Read this way, because an element of this name would hide the document's property (DOM clobbering). */
const documentBase = () => {
  const baseURI = platform("document")?.baseURI;
  return typeof baseURI === "string" ? baseURI : undefined;
};

/**
 * The URL to pass to fetch so that it leads to `target`: the URL itself, unless the document's current base would lead
 * it elsewhere.
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
    // The URL is relative, and there is no reliable base.
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

/** Does a URL contain its host? */
export const namesHost = (url: string) =>
  /^([a-z][a-z\d+\-.]*:)?\/\//i.test(url);

/** Does it lead to the page's own origin? */
export const sameOrigin = (url: string) =>
  parse(url)?.origin === platform("location")?.origin;

/** The URL for logs: without the user, the password, the query and the hash, which may be confidential. */
export const withoutQuery = (url: string) =>
  withoutUser(url.split(/[?#]/, 1)[0]);

export const combineURL = (base: string | undefined, url: string) =>
  !base || namesHost(url) ? url : append(base, url);

export const append = (base: string, url?: string) =>
  url ? unslashed(base) + "/" + url.replace(/^\/+/, "") : base;

/** Removes the slashes at the end. (The expression `\/+$` would take quadratic time for slashes inside the text.) */
export const unslashed = (text: string) => {
  let end = text.length;
  while (text[end - 1] === "/") end--;
  return text.slice(0, end);
};

/** Whether a value is an object literal, or one of another window. */
export const isPlain = (value: unknown): value is Record<string, unknown> => {
  if (value === null || typeof value !== "object") return false;
  const prototype = Object.getPrototypeOf(value);
  return (
    (!prototype || !Object.getPrototypeOf(prototype)) &&
    !(Symbol.toStringTag in value) &&
    !(Symbol.iterator in value)
  );
};

/** The complete URL of a request. */
export const urlOf = ({
  baseURL,
  params,
  url = "",
}: {
  baseURL?: string;
  params?: unknown;
  url?: string;
}): string => withParams(combineURL(baseURL, url), params);

export const withParams = (url: string, params: unknown): string =>
  withQuery(url, params && String(queryOf(params)));

/** @param query without its `?` */
export const withQuery = (url: string, query: unknown): string => {
  if (!query) return url;
  const bare = url.split("#", 1)[0] as string;
  return bare + (bare.includes("?") ? "&" : "?") + query;
};

/** No params are intentionally nested more deeply. */
const DEEPEST = 100;

/** Serialises params as axios does: `a[b]=1` for objects, `a[]=1` for arrays. */
const queryOf = (params: unknown) => {
  if (params instanceof URLSearchParams) return params;
  const query = new URLSearchParams();
  const write = (name: string, value: unknown, depth: number) => {
    if (depth > DEEPEST)
      throw fail("ERR_BAD_OPTION_VALUE", "`params` is nested too deeply");
    if (value === undefined || value === null) return;
    const list = Array.isArray(value);
    if (!list && !isPlain(value))
      return query.append(
        name,
        value instanceof Date ? value.toISOString() : String(value),
      );
    const flat =
      list && !value.some((item) => isPlain(item) || Array.isArray(item));
    const members: Unknowns = own(value as Unknowns);
    for (const key of Object.keys(members))
      write(`${name}[${flat ? "" : key}]`, members[key], depth + 1);
  };
  const given: Unknowns = own(params);
  for (const name of Object.keys(given)) write(name, given[name], 0);
  return query;
};
