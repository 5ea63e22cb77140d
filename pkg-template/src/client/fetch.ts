// `api.fetch`: the signature and behaviour of the platform's fetch, with the session underneath.

import type { ClientContext } from "./context.js";
import { isEverfetchError } from "./error.js";
import type { FetchInit } from "../../index.js";
import { Exchange } from "./exchange.js";
import type { Init } from "./request.js";
import { outside } from "./scope.js";
import { pinned, withoutQuery } from "./url.js";
import { isObject, member, own, type Unknowns } from "../runtime/own.js";
import { isOfRefresh } from "../runtime/attempt.js";
import { signalOf } from "../runtime/signal.js";

/** The members that the platform reads from an init, which may be a `Request`. */
const INIT = [
  "body",
  "cache",
  "credentials",
  "duplex",
  "headers",
  "integrity",
  "keepalive",
  "method",
  "mode",
  "priority",
  "redirect",
  "referrer",
  "referrerPolicy",
  "signal",
  "window",
];

export const fetchOf =
  (client: ClientContext) =>
  async (input: RequestInfo | URL, given?: FetchInit): Promise<Response> => {
    const { session } = client;
    // The platform reports anything but an object in its own words.
    const init = isObject(given) ? readInit(given) : given;
    if (!session) return client.fetch(input, init);
    let request: Request | undefined;
    const isOutside = init?.session === false || isOfRefresh(init?.signal);
    try {
      const named = member(input, "url");
      const url = `${named ?? input}`;
      const method = String(init?.method ?? member(input, "method") ?? "GET");
      const why = outside(client, url, method.toUpperCase());
      if (DEVELOPMENT && (isOutside || why))
        session.trace?.(
          `api.fetch of ${withoutQuery(url)} sent outside the session: ${isOutside ? "session: false" : why}`,
        );
      // A relative URL must lead to the URL that was checked.
      const led = pinned(url);
      if (named === undefined && led !== url) input = led;
      // fetch begins in the same way: later changes have no effect on the request, and its body counts as used.
      if (!why) request = new Request(input, init);
    } catch {
      // The URL is invalid; fetch gives the reason in its own words.
    }
    if (!request) return client.fetch(input, init);
    if (isOutside) return client.fetch(request);
    const exchange = exchangeOf(client, request, own(init));
    try {
      return await exchange.perform();
    } catch (error) {
      throw await withRefusal(error, exchange);
    }
  };

/** An init from which the platform can read nothing else. */
const readInit = (given: FetchInit) => {
  const copy: Unknowns = own(given as unknown);
  for (const name of INIT) copy[name] ??= member(given, name);
  copy.signal = signalOf(copy.signal);
  return copy as FetchInit;
};

/** @param init the init of the request, for the members that a `Request` does not have */
const exchangeOf = (
  client: ClientContext,
  request: Request,
  given: FetchInit,
) => {
  const { body, hold, redirect } = given;
  const { cache, method, signal, url } = request;
  let next = request;
  /** Keeps a clone to send again, if the body allows it: the platform then has its exact bytes. */
  const send = ({
    guarded,
    init: { credentials, headers },
    once,
  }: Exchange) => {
    let sent = next;
    if (!once) next = sent.clone();
    if (guarded)
      sent = new Request(sent, own<RequestInit>({ redirect: "manual" }));
    if (credentials && credentials !== sent.credentials)
      sent = new Request(sent, own<RequestInit>({ credentials }));
    for (const name of Object.keys(headers))
      sent.headers.set(name, headers[name]);
    return client.fetch(sent);
  };
  const config = own({ hold, signal });
  const headers: Record<string, string> = own({});
  // The caller's own `credentials` take precedence too.
  const credentials =
    given.credentials ??
    (request.credentials === "same-origin" ? undefined : request.credentials);
  const init: Init = own({ method, body, cache, credentials, headers });
  const exchange = new Exchange(
    client,
    config,
    { url, target: url, init },
    send,
  );
  // The caller's own `redirect` takes precedence. In a `Request`, it cannot be distinguished from the default.
  if (redirect || request.redirect !== "follow") exchange.follows = true;
  return exchange;
};

/** Adds the answer that rejected the request to the session's own errors. Every other error is the platform's. */
const withRefusal = async (error: unknown, exchange: Exchange) => {
  const refusal = await exchange.refusal;
  if (!refusal || !isEverfetchError(error)) return error;
  // If axios uses this as its fetch, it passes headers of its own class.
  const headers = own({ value: refusal.headers, writable: true });
  Object.defineProperty(refusal, "headers", headers);
  return Object.assign(error, { response: refusal, status: refusal.status });
};
