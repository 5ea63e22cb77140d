// The requests that carry the refresh token: the refresh, and the log-out.

import { credentials } from "../client/config.js";
import type { SessionContext } from "../client/context.js";
import { type Endpoint, endpointOf } from "../client/scope.js";
import type { TokenRequest, Values } from "../client/settings.js";
import { pinned, withParams, withoutQuery } from "../client/url.js";
import { own } from "./own.js";
import { learnNonce, sign } from "./proof.js";

/**
 * Sends the request that an option describes. Without a proof, it is sent before the function returns, because the page
 * may be about to close.
 * @param token the refresh token
 * @param bearer for a log-out: the header of the access token, its value, and the token
 * @param leaving whether the user has signed out
 */
export const sendToken = async (
  client: SessionContext,
  option: Endpoint,
  token: string | undefined,
  signal: AbortSignal,
  bearer?: Bearer,
  leaving: boolean = !!bearer,
): Promise<Response> => {
  const { session, settings, surface } = client;
  const described = settings[option]!;
  const [given, absolute] = endpointOf(client, option);
  const target = pinned(given, absolute);
  // An adapter gets the base separately, as for any request.
  const adapter = surface?.adapter?.(client);
  const path = adapter && target === given ? described.url : target;
  const { url, init } = request(described, path, token, bearer);
  if (session.byCookie) init.credentials = "include";
  init.signal = signal;
  if (!settings.proof) return (adapter ?? client.fetch)(url, init);
  const proven = absolute ?? given;
  const access = bearer?.[2] || null;
  const { method } = described;
  const signed = await sign(client, method, proven, access, leaving);
  for (const [name, value] of Object.entries(signed))
    (init.headers as Headers).set(name, value);
  const answer = await (adapter ?? client.fetch)(url, init);
  learnNonce(client, answer, proven);
  return answer;
};

type Bearer = readonly [name: string, value: string, token: string];

const request = (
  options: TokenRequest,
  path: string,
  token: string | undefined,
  bearer: Bearer | undefined,
) => {
  const { send, name, scheme, method } = options;
  const headers = new Headers();
  // A redirect would send the refresh token to its target (G12).
  const init = own<RequestInit>({ method, headers, redirect: "manual" });
  let url = path;
  const members = own(valueOf(options.extra));
  // With `keepalive`, it is sent even if the page has been closed by then, and the browser stores a new cookie.
  if (bearer || send === "cookie") init.keepalive = true;
  if (bearer) headers.set(bearer[0], bearer[1]);
  // RFC 6749 §6 requires it.
  else if (send === "form") members.grant_type ??= "refresh_token";
  if (send === "cookie") init.credentials = "include";
  else if (token === undefined) {
    // There is no refresh token to revoke.
  } else if (send === "header") headers.set(name, credentials(scheme, token));
  else members[name] = token;
  if (send === "json") {
    headers.set("Content-Type", "application/json");
    init.body = JSON.stringify(members);
  } else {
    const form = new URLSearchParams(members);
    if (send === "form") {
      headers.set("Content-Type", "application/x-www-form-urlencoded");
      init.body = form.toString();
    } else url = withParams(url, form);
  }
  const given = own(valueOf(options.headers));
  for (const [name, value] of Object.entries(given)) headers.set(name, value);
  // Some endpoints, such as that of RFC 7009, accept no access token.
  if (bearer)
    for (const [name, value] of [...headers]) if (!value) headers.delete(name);
  return { url, init };
};

/** Reads an option that may be a function, which is called at each attempt. */
const valueOf = (option: Values) =>
  typeof option === "function" ? option() : option;

/** A request for messages, without its query, which may be confidential. */
export const inWords = (client: SessionContext, option: Endpoint) =>
  `(${client.settings[option]!.method} ${withoutQuery(endpointOf(client, option)[0])})`;
