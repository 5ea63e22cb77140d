// Reads `createClient({ session })`: checks it by the declarations in declared.ts, and returns complete settings.

import { Credential } from "../../protocol.js";
import { member, own } from "../../runtime/own.js";
import type {
  RefreshSettings,
  SendMode,
  Settings,
  TokenRequest,
} from "../settings.js";
import { OPTION, type ReadLogout, type ReadRefresh } from "./declared.js";
import { badOption, wrong } from "./explain.js";
import { take } from "./schema.js";

/** The session's options, checked and complete: always the same members, in the same order. */
export const readOptions = (session: unknown): Settings => {
  const read = take("session", session, OPTION);
  if (!read) throw wrong("session", session, OPTION[1]);
  const { refresh, logout, transport, storage, keys, header, ...rest } = read;
  const byCookie = transport === "cookie";
  if (byCookie && storage !== "local")
    throw badOption(
      "session.storage",
      DEVELOPMENT &&
        '`session.storage` has no use with `transport: "cookie"`, where no token is stored. Remove it.',
    );
  const { keepFresh, proof } = rest;
  // A token that is bound to a key has another scheme (RFC 9449 §7.1).
  const scheme = String(member(proof, "scheme") ?? rest.scheme);
  if (keys.accessToken === keys.refreshToken)
    throw badOption(
      "session.keys",
      DEVELOPMENT &&
        "`session.keys.accessToken` and `session.keys.refreshToken` must be different storage keys.",
    );
  if (keepFresh && refresh!.credential === Credential.Nothing)
    throw badOption(
      "session.keepFresh",
      DEVELOPMENT &&
        "`session.keepFresh` is true, but `session.refresh` is false, so there is nothing to refresh with. Remove one of them.",
    );
  const token = readRefresh(refresh!, header, scheme, byCookie);
  return own({
    refresh: token,
    logout: logout && readLogout(logout, token, header, scheme),
    transport,
    storage,
    accessKey: keys.accessToken,
    refreshKey: keys.refreshToken,
    header: header.toLowerCase(),
    ...rest,
    scheme,
  });
};

/**
 * The refresh, with the defaults that depend on other options.
 * @param header the header of the access token, and its scheme
 * @param byCookie whether the access token is a cookie
 */
const readRefresh = (
  refresh: ReadRefresh,
  header: string,
  accessScheme: string,
  byCookie: boolean,
): RefreshSettings => {
  const { call, credential, ...rest } = refresh;
  const { send = byCookie ? "cookie" : "json" } = rest;
  if (byCookie && send !== "cookie")
    throw badOption(
      "session.refresh.send",
      DEVELOPMENT &&
        '`session.refresh.send` must be "cookie" with `transport: "cookie"`, which is the default there. Remove it.',
    );
  return own({
    ...rest,
    ...readRequest({ ...rest, send }, header, accessScheme),
    call,
    credential:
      credential ??
      (send === "cookie" ? Credential.External : Credential.Stored),
  });
};

/** The log-out. It sends the refresh token as the refresh does, unless its own options differ. */
const readLogout = (
  logout: ReadLogout,
  refresh: RefreshSettings,
  header: string,
  accessScheme: string,
): TokenRequest => {
  const { send = refresh.send, name } = logout;
  const sameName = send === refresh.send ? refresh.name : undefined;
  return readRequest(
    { ...logout, send, name: name ?? sameName },
    header,
    accessScheme,
  );
};

/** A request that carries the refresh token, with the defaults that depend on how. */
const readRequest = (
  given: ReadLogout & { send: SendMode },
  header: string,
  accessScheme: string,
): TokenRequest => {
  const { url = "", send, extra, headers } = given;
  const {
    method = send === "query" ? "GET" : "POST",
    name = send === "form"
      ? "refresh_token"
      : send === "header"
        ? header
        : "refreshToken",
  } = given;
  return own({
    url,
    send,
    extra,
    headers,
    method: method.toUpperCase(),
    name,
    // The header of the access token takes its scheme as well; another header takes the bare refresh token.
    scheme: name.toLowerCase() === header.toLowerCase() ? accessScheme : "",
  });
};
