// One request under the session: sent, judged, and sent again after a refresh.

import { credentials } from "./config.js";
import type { ClientContext, SessionContext } from "./context.js";
import { EverfetchError, fail, failure } from "./error.js";
import type { Init } from "./request.js";
import { member, own } from "../runtime/own.js";
import { refusalIn } from "./refusal-in.js";
import { isOfRefresh } from "../runtime/attempt.js";
import { learnNonce, sign } from "../runtime/proof.js";
import { PUBLIC, outside } from "./scope.js";
import {
  About,
  Call,
  Limit,
  SessionError,
  fails,
  waitingStamp,
  waits,
} from "../protocol.js";
import { stamped, tokenOf } from "../runtime/stamps.js";
import {
  type Controller,
  openController,
  signalOf,
  unlessAborted,
} from "../runtime/signal.js";
import { isStream, parseJSON } from "./transform.js";
import { parse, sameOrigin, withoutQuery } from "./url.js";
import { Waiter } from "./waiter.js";
import { quoted, redacted, shortened } from "../runtime/words.js";

/** The options of a request that concern the session and the timeout. */
interface Terms {
  signal?: unknown;
  /** `false` sends it outside of the session. */
  session?: unknown;
  /** `false` sends it without waiting for a refresh that is only due. */
  hold?: unknown;
  auth?: unknown;
  timeout?: number | undefined;
}

/** The destination of a request, and the init for fetch. */
export interface Plan {
  url: string;
  /** The absolute URL, if the URL is valid. */
  target?: string | undefined;
  init: Init;
}

/** A request. Its timeout runs while it is being sent, not while it waits for a refresh. */
export class Exchange extends Waiter {
  declare config: Terms;
  declare url: string;
  /** The URL, absolute. */
  declare target: string | undefined;
  declare init: Init;
  /** Whether its body can be sent only once. */
  declare once: boolean;
  declare follows: boolean;
  /** Runs before the request is sent again. */
  declare renew: (() => Promise<void>) | undefined;
  /** The last answer that rejected the request, for errors. */
  declare refusal: Promise<Response> | undefined;
  /** The content of that answer, if it ends the session. */
  declare ending: EverfetchError | undefined;
  declare timeout: number | undefined;
  declare timedOut: boolean;
  declare forward: (() => void) | undefined;
  /** The state of the current attempt to send the request. */
  declare controller: Controller | undefined;
  /** The token for which the proof was made. */
  declare proven: string | undefined;
  /** Whether it carries a token that must not follow a redirect. */
  declare guarded: boolean;
  declare timer: ReturnType<typeof setTimeout> | undefined;
  /** Sends the request once. Each surface implements this itself. */
  declare send: (exchange: Exchange) => Promise<Response>;

  constructor(
    client: ClientContext,
    config: Terms,
    { url, target = parse(url)?.href, init }: Plan,
    send: (exchange: Exchange) => Promise<Response>,
  ) {
    // Without a session, only `transmit` is called.
    super(client as SessionContext, signalOf(config.signal));
    this.send = send;
    this.config = config;
    this.url = url;
    this.target = target;
    this.init = init;
    this.once = isStream(init.body);
    // Browsers forward every other header on a redirect, to any origin (Fetch, HTTP-redirect fetch).
    this.follows =
      !client.session ||
      client.settings.header === "authorization" ||
      // The caller's own `redirect` takes precedence.
      !!init.redirect;
    this.renew = undefined;
    this.proven = undefined;
    this.refusal = undefined;
    this.ending = undefined;
    this.timeout = config.timeout;
    this.timedOut = false;
    if (this.once) init.duplex ??= "half";
    if (this.signal) init.signal = this.signal;
    if (this.timeout && this.signal) {
      this.forward = () => this.controller?.abort(this.signal?.reason);
      this.signal.addEventListener("abort", this.forward);
    }
  }

  async perform(): Promise<Response> {
    const { client, config } = this;
    const { session } = client;
    if (!session) return this.transmit();
    let why =
      // A request from the application's own refresh is part of the refresh, and must not wait for it.
      ((session.asking || isOfRefresh(config.signal)) && "by the refresh") ||
      (config.session === false && "session: false") ||
      (config.auth ? "its own auth" : this.strays());
    if (why) return this.pass(why);
    let stamp = this.admit(client.settings.hold && config.hold !== false);
    if (client.settings.proof || typeof stamp !== "number")
      stamp = this.resume(await this.prove(stamp));
    for (;;) {
      // An interceptor may have changed the URL in the meantime, and the application `defaults.baseURL`.
      why = this.strays();
      if (why) return this.pass(why);
      const { header, scheme, proof } = client.settings;
      // A token that was signed out in another tab is not sent, even if the store still contains it.
      const token = session.wasm[Call.carriesToken](stamp) && session.bearer;
      if (proof && token && token !== this.proven) {
        stamp = this.resume(await this.prove(stamp));
        continue;
      }
      if (token) this.init.headers[header] = credentials(scheme, token);
      // The cookie is sent to the session's other origins, as it is to the page's own.
      if (session.byCookie && !sameOrigin(this.target ?? this.url))
        this.init.credentials ??= "include";
      this.guarded = !!token && !this.follows;
      if (DEVELOPMENT)
        session.trace?.(this + " sent with " + tokenOf(session.wasm, stamp));
      const sentAt = Date.now();
      const response = await this.transmit();
      this.learn(response, sentAt);
      learnNonce(client, response, this.target ?? this.url);
      if (this.guarded && isRedirect(response)) throw redirected(header);
      const about = await refusalIn(this, response);
      if (about === undefined) {
        session.accepted(stamp, this, client, response.ok);
        return response;
      }
      let again;
      try {
        again = this.judge(stamp, response, about);
      } catch (error) {
        throw await this.quote(error);
      }
      if (again === undefined) return response;
      stamp = typeof again === "number" ? again : await again;
      // The next URL, and whether a user is still signed in, are not known yet.
      delete this.init.headers[header];
      if (this.renew) await this.renew();
      stamp = this.resume(proof ? await this.prove(stamp) : stamp);
    }
  }

  /**
   * Makes the proof for the token that the request would carry now, after any wait. Because the token may change in the
   * meantime, the stamp is passed to `resume`.
   */
  async prove(waited: number | Promise<number>) {
    const stamp = await waited;
    const { client, init, target, url } = this;
    const { bearer } = client.session;
    if (client.settings.proof && bearer && !this.strays()) {
      const made = sign(client, init.method, target ?? url, bearer);
      const headers = await unlessAborted(made, this.signal);
      Object.assign(init.headers, headers);
    }
    this.proven = bearer;
    return stamp;
  }

  /** Why the session does not cover the request's current URL; `undefined` if it does. */
  strays() {
    const { client, init, target, url } = this;
    return outside(client, target ?? url, init.method);
  }

  /** Sends the request without the session. */
  async pass(why: string) {
    this.guarded = false;
    if (DEVELOPMENT)
      this.client.session.trace?.(`${this} sent outside the session: ${why}`);
    const sentAt = Date.now();
    const response = await this.transmit();
    // A log-in, for example.
    if (why === PUBLIC) this.learn(response, sentAt);
    return response;
  }

  /**
   * Learns the server's clock from an answer's `Date`, if no cache can have stored the answer and it arrived promptly
   * (G14).
   * @param begun when the request was sent
   */
  learn(response: Response, sentAt: number) {
    const { client, init } = this;
    const now = Date.now();
    if (
      (/^(get|head)$/i.test(init.method) && init.cache !== "no-store") ||
      now - sentAt > Limit.PromptMs ||
      response.redirected
    )
      return;
    const header = (name: string) => response.headers?.get?.(name) ?? "";
    const date = Date.parse(header("date"));
    if (date && !+header("age")) client.session.learn(date, now);
  }

  /** Sends the request once. */
  transmit(): Promise<Response> {
    const { init } = this;
    if (this.timeout) this.limit();
    if (this.guarded) init.redirect = "manual";
    else if (!this.follows) delete init.redirect;
    return this.send(this);
  }

  /** Sets the URL and the init for the attempts that follow. */
  take({ url, init, target }: Plan) {
    const { signal } = this;
    this.url = url;
    this.target = target;
    this.once = isStream(init.body);
    if (this.once) init.duplex ??= "half";
    if (signal) init.signal = signal;
    this.init = init;
  }

  /** Whether to send the request again, and with which stamp. */
  judge(
    stamp: number,
    response: Response,
    about: About,
  ): number | Promise<number> | undefined {
    const { client } = this;
    const { session } = client;
    // The stamp comes from an engine that has failed, so the request's user is no longer known (G10).
    if (this.epoch !== session.epoch) return;
    const { status } = response;
    const verdict = session.refused(
      client,
      stamp,
      String(this),
      status,
      about,
      this.ending,
    );
    if (DEVELOPMENT)
      session.trace?.(
        `${this} ${this.ending ? "says that the session is over" : "rejected"} (${status}) with ${tokenOf(session.wasm, stamp)}, now ${session.token} → ${
          !verdict
            ? "the caller"
            : this.once || fails(verdict)
              ? "fails"
              : waits(verdict)
                ? "waits"
                : "retry"
        }`,
      );
    if (verdict) {
      clearTimeout(this.timer);
      // Only a shortened copy is kept, because the caller may never read this body, and it may never end.
      const ms = Math.min(this.timeout || Limit.AnswerMs, Limit.AnswerMs);
      this.refusal = shortened(response, ms);
    }
    if (waits(verdict) && !this.once) return this.wait(waitingStamp(verdict));
    session.perform(client);
    if (stamped(verdict) && this.once)
      throw session.wasm[Call.lastEnd](session.id)
        ? failure(SessionError.SessionEnded, session.cause)
        : bodyUsed();
    return verdict || undefined;
  }

  /** The rejection of a newly refreshed token has another cause, which the server may have named. */
  async quote(error: unknown) {
    const refusal = await this.refusal;
    if (
      !(error instanceof EverfetchError) ||
      error.code !== "ERR_REFRESH_LOOP" ||
      !refusal
    )
      return error;
    const body = await this.shown(refusal);
    const challenge = refusal.headers.get("www-authenticate");
    error.message += `; ${this} was rejected with ${refusal.status}${quoted(body, challenge)}`;
    return error;
  }

  /** The body of an answer, without secrets. */
  async shown(answer: Response) {
    const { access, refresh } = this.client.session;
    const text = await answer
      .clone()
      .text()
      .catch(() => "");
    return redacted(parseJSON(text) ?? text, false, [access, refresh]);
  }

  /** The URL without its query, which may be confidential. */
  toString() {
    return this.init.method + " " + withoutQuery(this.url);
  }

  /** Each attempt has its own controller, because that of the rejected attempt may already be aborted. */
  limit() {
    const controller = (this.controller = openController());
    this.init.signal = controller.signal;
    if (this.signal?.aborted) controller.abort(this.signal.reason);
    this.timer = setTimeout(() => {
      this.timedOut = true;
      controller.abort();
    }, this.timeout);
  }

  /** The request has settled, including its body. */
  done() {
    clearTimeout(this.timer);
    if (this.forward) this.signal?.removeEventListener("abort", this.forward);
  }
}

/** All that browsers reveal of a redirect that they do not follow is that it was a redirect. */
const isRedirect = ({ headers, status, type }: Response) =>
  type === "opaqueredirect" ||
  (/^30[12378]$/.test(String(status)) && headers.has("location"));

const redirected = (header: string) =>
  fail(
    "ERR_REDIRECT_BLOCKED",
    `The server redirected a request that carries the token in \`${header}\`` +
      (DEVELOPMENT
        ? ', and browsers forward such a header to any origin. Request the final URL, or allow it with `redirect: "follow"`.'
        : ""),
  );

const bodyUsed = () =>
  fail(
    "ERR_BODY_USED",
    "The server rejected the request, and its body is a stream, which can be sent only once" +
      (DEVELOPMENT ? "; send it again with a new stream" : ""),
  );
