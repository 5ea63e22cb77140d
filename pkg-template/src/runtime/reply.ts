// Reads the reply of a log-in or a token endpoint: RFC 6749 §5.1, the spellings that real back ends use, and
// Retry-After.

import type { ReplyPaths } from "../client/settings.js";
import { own } from "./own.js";
import { at } from "./refusal.js";
import { isFinite, usable } from "./tokens.js";

/** The content of a reply with tokens. */
export interface Reply {
  access: string;
  refresh: string | undefined;
  /** In seconds from when the reply was sent. */
  expiresIn: number | undefined;
  /** In ms since the epoch. */
  expiresAt: number | undefined;
}

/**
 * Returns the tokens in a reply, or a text that says what is wrong with it and never contains a token. Members without
 * a path are searched for under the common spellings, at the top level and under `data`.
 * @param either whether to search under the common spellings too if a path leads nowhere, because the application may
 *   have read the reply itself
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
  // A placeholder counts as no token: the old one is kept (G17).
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
 * The grant of a reply if the tokens are cookies: whatever its content, a new marker, and the lifetime if the reply
 * states it.
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
  "access", // SimpleJWT
  "jwt",
];
const REFRESH = [
  "refreshToken",
  "refresh_token",
  "newRefreshToken",
  "new_refresh_token",
  "refresh", // SimpleJWT
];
const EXPIRES_IN = ["expires_in", "expiresIn"];
const EXPIRES_AT = ["expires_at", "expiresAt"];

/**
 * The first value that `read` accepts.
 * @param either whether to search under the common spellings in addition to the path
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

/** A number, or a string that contains one. */
const positive = (value: unknown) => {
  const number = typeof value === "string" ? +value : value;
  return isFinite(number) && number > 0 ? number : undefined;
};

/** In ms since the epoch. A value that would be before 1973 in ms is in seconds. */
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
  // A date must start with a weekday, because `Date.parse` accepts nearly anything. Of the three forms, only asctime's
  // has no time zone.
  if (!/^[FMSTW][a-z]+,? .*\d:\d\d:\d\d/.test(header)) return;
  const date = Date.parse(/GMT$/.test(header) ? header : header + " GMT");
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
};
