// `cookieStorage()`: tokens in cookies that JavaScript can read, as in templates with js-cookie.

import type { CookieStorageOptions } from "../../storage.js";
import type { TokenStorage } from "../../index.js";
import { own, platform } from "../runtime/own.js";
import { Memory, type Store } from "../runtime/store.js";

/** The stores by their attributes, so that two clients of a page that describe the same cookies share a session. */
const known: Map<string, TokenStorage> = new Map();

export const cookieStorage = (given?: CookieStorageOptions): TokenStorage => {
  // On a server there is no cookie jar, and each client has its own memory.
  if (!platform("document")) return new Memory() as Store as TokenStorage;
  const {
    prefix = "",
    path = "/",
    domain,
    secure = platform("location")?.protocol === "https:",
    sameSite = "lax",
    maxAge,
  } = own<CookieStorageOptions>(given ?? {});
  const attributes = [
    `path=${path}`,
    domain && `domain=${domain}`,
    `samesite=${sameSite}`,
    // Browsers accept `none` only for a secure cookie.
    (secure || sameSite === "none") && "secure",
  ].filter(Boolean);
  const name = JSON.stringify([prefix, ...attributes, maxAge]);
  const made = known.get(name) ?? open(prefix, attributes.join("; "), maxAge);
  known.set(name, made);
  return made;
};

const open = (
  prefix: string,
  attributes: string,
  maxAge: number | undefined,
): TokenStorage => {
  const getItem = (key: string) => {
    const wanted = encodedName(prefix + key) + "=";
    for (const pair of document.cookie.split("; "))
      if (pair.startsWith(wanted)) return decoded(pair.slice(wanted.length));
    return null;
  };
  const put = (key: string, value: string, age?: number) => {
    const lasts = age === undefined ? "" : `; max-age=${age}`;
    document.cookie = `${encodedName(prefix + key)}=${encodedValue(value)}; ${attributes}${lasts}`;
  };
  return own<TokenStorage>({
    getItem,
    setItem: (key, value) => {
      put(key, value, maxAge);
      // A browser reports no error for a cookie that it does not store.
      if (getItem(key) !== value)
        throw new Error(
          `The browser did not store the cookie \`${prefix + key}\`: it is longer than 4096 bytes, cookies are blocked, or \`domain\`, \`path\` or \`secure\` do not fit this page.`,
        );
    },
    removeItem: (key) => put(key, "", 0),
  });
};

/** Encodes as js-cookie does: characters that a cookie can contain stay as they are. */
const encodedName = (text: string) =>
  encodeURIComponent(text)
    .replace(/%(2[346B]|5E|60|7C)/g, decodeURIComponent)
    .replace(/[()]/g, (letter) => (letter === "(" ? "%28" : "%29"));

const encodedValue = (text: string) =>
  encodeURIComponent(text).replace(
    /%(2[346BF]|3[AC-F]|40|5[BDE]|60|7[BCD])/g,
    decodeURIComponent,
  );

const decoded = (text: string) => {
  const value = text.startsWith('"') ? text.slice(1, -1) : text;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
};
