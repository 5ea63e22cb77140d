// What a sign-in or a token endpoint says: RFC 6749 §5.1, the spellings that real back ends use for it, and
// Retry-After.

import type { ReplyPaths } from "../client/settings.js";
import { own } from "./own.js";
import { at } from "./refusal.js";
import { isFinite, usable } from "./tokens.js";

/** What a reply with tokens grants. */
export interface Reply {
  access: string;
  refresh: string | undefined;
  /** In seconds from when it was sent. */
  expiresIn: number | undefined;
  /** In ms since the epoch. */
  expiresAt: number | undefined;
}

/**
 * The tokens in a reply, or what is wrong with it, to follow the name of what was read; never a token.
 * What no path names is looked for under the common spellings, at the top and under `data`.
 * @param either what a path does not lead to as well: the application may have read the reply itself
 */
export const readReply = (
  reply: unknown,
  paths: Partial<ReplyPaths> = own({}),
  either: boolean = false,
): Reply | string => {
  const access = find(reply, paths.accessToken, ACCESS, text, either);
  if (access === undefined)
    return (
      "has no access token where everfetch looks for it" +
      (DEVELOPMENT
        ? "; set its path in `session.refresh.reply.accessToken`"
        : "")
    );
  let refresh = find(reply, paths.refreshToken, REFRESH, text, either);
  // A placeholder is none: the old one stays (G17).
  if (/^(|undefined|null)$/.test(refresh ?? "")) refresh = undefined;
  const bad = usable(access);
  if (bad) return "has an unusable access token: it " + bad;
  const worse = refresh && usable(refresh);
  if (worse) return "has an unusable refresh token: it " + worse;
  return {
    access,
    refresh,
    expiresIn: find(reply, paths.expiresIn, EXPIRES_IN, positive, either),
    expiresAt: find(reply, paths.expiresAt, EXPIRES_AT, moment, either),
  };
};

/**
 * What a reply grants where the tokens are cookies: whatever is in it, another marker, and for how long if it says so.
 */
export const readMarked = (reply: unknown, paths: ReplyPaths): Reply => ({
  access: String(Math.random()),
  refresh: undefined,
  expiresIn: find(reply, paths.expiresIn, EXPIRES_IN, positive, true),
  expiresAt: find(reply, paths.expiresAt, EXPIRES_AT, moment, true),
});

const ACCESS = [
  "accessToken",
  "access_token",
  "token",
  "newAccessToken",
  "new_access_token",
];
const REFRESH = [
  "refreshToken",
  "refresh_token",
  "newRefreshToken",
  "new_refresh_token",
];
const EXPIRES_IN = ["expires_in", "expiresIn"];
const EXPIRES_AT = ["expires_at", "expiresAt"];

/**
 * The first that `read` makes something of.
 * @param either are the spellings looked for besides the path?
 */
const find = <T>(
  reply: unknown,
  path: string | undefined,
  spellings: string[],
  read: (value: unknown) => T | undefined,
  either: boolean,
): T | undefined => {
  const places = path ? [path] : [];
  if (!path || either)
    places.push(...spellings, ...spellings.map((name) => "data." + name));
  for (const place of places) {
    const found = read(at(reply, place));
    if (found !== undefined) return found;
  }
};

const text = (value: unknown) =>
  typeof value === "string" ? value : undefined;

/** A number, also one in a string. */
const positive = (value: unknown) => {
  const number = typeof value === "string" ? +value : value;
  return isFinite(number) && number > 0 ? number : undefined;
};

/** In ms since the epoch. What would be before 1973 in ms is in seconds. */
const moment = (value: unknown) => {
  const date = text(value) ?? "";
  const number = positive(/^\d{4}-\d\d-/.test(date) ? Date.parse(date) : value);
  return number && number < 1e11 ? number * 1000 : number;
};

/** Retry-After (RFC 9110 §10.2.3), in ms from now. */
export const retryAfter = (
  field: string | null | undefined,
  now: number,
): number | undefined => {
  const header = field?.trim() ?? "";
  if (/^\d{1,9}$/.test(header)) return +header * 1000;
  // A weekday first: `Date.parse` makes a date of nearly anything. Of the three forms, asctime's names no zone.
  if (!/^[FMSTW][a-z]+,? .*\d:\d\d:\d\d/.test(header)) return;
  const date = Date.parse(/GMT$/.test(header) ? header : header + " GMT");
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
};
