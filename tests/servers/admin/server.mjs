// @ts-check
// A server of the admin templates' kind, written by us: HTTP 200 with `{ code, msg, data }` for everything, opaque
// tokens with an absolute expiry, a tenant header that the refresh needs too, a code that ends the session at once, and
// downloads that an expired token turns into JSON.

import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { Control, LIFETIME, textOf } from "../support/control.mjs";
import { sizeOfUpload } from "../support/upload.mjs";

const EXPIRED = 401;
const KICKED_OUT = 1_002_000_004;
const WRONG_PASSWORD = 1_002_000_000;
const NO_TENANT = 1_002_015_000;

const control = new Control();

/** @typedef {{ session: string, username: string, expires: number }} Token */
/** @type {Map<string, Token>} */
const accessTokens = new Map();
/** @type {Map<string, Token>} */
const refreshTokens = new Map();
/** The sessions that the administrator has ended. @type {Set<string>} */
const kickedOut = new Set();

const revoke = control.hooks.revoke;
control.hooks.revoke = async (username) => {
  for (const { session, username: owner } of refreshTokens.values())
    if (owner === username) kickedOut.add(session);
  await revoke(username);
};

/** @param {string} session @param {string} username */
const tokens = (session, username) => {
  const [accessToken, refreshToken] = [randomUUID(), randomUUID()];
  const expires = Date.now() + LIFETIME * 1000;
  accessTokens.set(accessToken, { session, username, expires });
  refreshTokens.set(refreshToken, { session, username, expires: Infinity });
  return ok({ accessToken, refreshToken, expiresTime: expires });
};

const ok = (/** @type {unknown} */ data) => ({ code: 0, msg: "", data });
const no = (/** @type {number} */ code, /** @type {string} */ msg) => ({
  code,
  msg,
  data: null,
});

/** @param {import("node:http").IncomingMessage} request */
const answer = async (request) => {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://a");
  if (request.headers["tenant-id"] !== "1")
    return no(NO_TENANT, "The tenant is missing");
  if (pathname === "/system/auth/login") {
    const { username, password } = JSON.parse(await textOf(request));
    return control.accepts(username, password)
      ? tokens(control.open(username), username)
      : no(WRONG_PASSWORD, "Wrong user name or password");
  }
  if (pathname === "/system/auth/refresh-token") {
    const value = searchParams.get("refreshToken") ?? "";
    const known = refreshTokens.get(value);
    refreshTokens.delete(value);
    return known && control.isOpen(known.session)
      ? tokens(known.session, known.username)
      : no(EXPIRED, "The refresh token is invalid");
  }
  const [, bearer = ""] = (request.headers.authorization ?? "").split(" ");
  const token = accessTokens.get(bearer);
  if (token && kickedOut.has(token.session))
    return no(KICKED_OUT, "The administrator has ended your session");
  if (!token || token.expires < Date.now() || !control.isOpen(token.session))
    return no(EXPIRED, "The access token has expired");
  if (pathname === "/system/auth/logout") {
    control.close(token.session);
    return ok(true);
  }
  return pathname === "/upload"
    ? ok({ size: await sizeOfUpload(request) })
    : ok({ name: token.username });
};

/** @type {import("node:http").RequestListener} */
const api = async (request, response) => {
  const { pathname } = new URL(request.url ?? "/", "http://a");
  const body = await answer(request);
  if (pathname === "/export" && body.code === 0) {
    response.setHeader("Content-Type", "text/csv");
    return response.end("name\n");
  }
  response.setHeader("Content-Type", "application/json");
  return response.end(JSON.stringify(body));
};

createServer((request, response) =>
  control.middleware(request, response, () => api(request, response)),
).listen(Number(process.env.PORT), "127.0.0.1");
