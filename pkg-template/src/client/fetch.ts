// `api.fetch`: the platform's fetch, by its signature and its behaviour, with the session underneath.

import { isEverfetchError } from "./error.js";
import { Exchange } from "./exchange.js";
import { isObject, member, own } from "../runtime/own.js";
import { isOfRefresh } from "../runtime/refresh.js";
import { signalOf } from "../runtime/signal.js";
import { outside } from "./scope.js";
import { pinned, withoutQuery } from "./url.js";

/** A request of fetch's shape. */
class Call extends Exchange {
  declare request: Request;
  /** @param init what it was made of, for the members that a `Request` does not have */
  constructor(client: any, request: Request, init: any) {
    const { method, signal, url } = request;
    const { body, hold, redirect } = init;
    super(
      client,
      own({ hold, signal }),
      url,
      own({ method, body, headers: own({}) }),
      url,
    );
    this.request = request;
    // What the caller has said of redirects counts; that of a `Request` cannot be told from the default.
    if (redirect || request.redirect !== "follow") this.follows = true;
  }

  /** A clone is kept to be sent again, of whatever can be: the platform has its body, byte for byte. */
  transmit() {
    const { client, guarded, init } = this;
    let { request } = this;
    if (!this.once) this.request = request.clone();
    if (guarded)
      request = new Request(request, own<RequestInit>({ redirect: "manual" }));
    for (const name of Object.keys(init.headers))
      request.headers.set(name, init.headers[name]);
    return client.fetch(request);
  }
}

/** What the platform reads of an init, which may be a `Request`. */
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

/** An init that the platform can read nothing else from. */
const initOf = (init: any) => {
  const copy = own(init);
  for (const name of INIT) copy[name] ??= member(init, name);
  copy.signal = signalOf(copy.signal);
  return copy;
};

export const fetchOf =
  (client: any) =>
  async (input: any, init?: any): Promise<Response> => {
    const { session } = client;
    // What is no object, the platform refuses in its own words.
    if (isObject(init)) init = initOf(init);
    if (!session) return client.fetch(input, init);
    let request: Request | undefined;
    const alone = init?.session === false || isOfRefresh(init?.signal);
    try {
      const given = member(input, "url");
      const url = `${given ?? input}`;
      const method = String(init?.method ?? member(input, "method") ?? "GET");
      const why = outside(client, url, method.toUpperCase());
      if (alone || why)
        session.trace?.(
          `api.fetch of ${withoutQuery(url)} sent outside the session: ${alone ? "session: false" : why}`,
        );
      // Relative, it is to lead where it was judged to lead.
      const led = pinned(url);
      if (given === undefined && led !== url) input = led;
      // As fetch itself begins: from here on the request is what it is now, and a body in it is used.
      if (!why) request = new Request(input, init);
    } catch {
      // It cannot be one; fetch says why in its own words.
    }
    if (!request) return client.fetch(input, init);
    if (alone) return client.fetch(request);
    const call = new Call(client, request, own(init));
    try {
      return await call.perform();
    } catch (error: any) {
      // The session's own; whatever else comes out is the platform's, or the reason of an abort.
      const refusal = await call.refusal;
      if (refusal && isEverfetchError(error)) {
        // axios, when this is its fetch, puts headers of its own class there.
        const { headers: value } = refusal;
        const headers = own({ value, writable: true });
        Object.defineProperty(refusal, "headers", headers);
        error.response = refusal;
        error.status = refusal.status;
      }
      throw error;
    }
  };
