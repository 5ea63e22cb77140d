// The port to the token endpoint: one attempt to get new tokens, by a request or by the application's own function. The
// core judges the result.

import type { SessionContext } from "../client/context.js";
import { fail } from "../client/error.js";
import { checkEndpoint } from "../client/scope.js";
import type { RefreshSettings, Refusal } from "../client/settings.js";
import { parseJSON } from "../client/transform.js";
import { Call, Limit, Named, Outcome, TokenBody } from "../protocol.js";
import { apart, member, own } from "./own.js";
import type { LogOut } from "./log-out.js";
import { NONCE_REQUIRED } from "./proof.js";
import { covers, findsCode, needsBody } from "./refusal.js";
import { type Reply, readMarked, readReply, retryAfter } from "./reply.js";
import { type Controller, openController } from "./signal.js";
import { within } from "./time.js";
import { inWords, sendToken } from "./token-request.js";
import { closed, opened } from "./unanswered.js";
import { quoted, redacted } from "./words.js";

/** The signals that were passed to refresh functions. A request with one of them is part of the refresh. */
const signals = new WeakSet<object>();

export const isOfRefresh = (signal: unknown) => signals.has(signal as object);

export class Attempt {
  declare client: SessionContext;
  /** The name of the lock that all tabs with the same cookie share, if the refresh token is a cookie. */
  declare cookie: string;
  declare controller: Controller;
  /** The status of the answer; 0 if there was none. */
  declare status: number;
  /** The answer's `Retry-After`, in ms. */
  declare retryAfter: number | undefined;
  /** Why it failed, for `session.debug`. */
  declare failed: string;
  /** The attempt has timed out, so a later result is ignored. */
  declare late: boolean;
  /** The log-out that follows, if the session was signed out. */
  declare leaving: LogOut | undefined;
  /** The tokens when the attempt started. */
  declare access: string | undefined;
  declare refresh: string | undefined;
  declare granted: Reply | undefined;

  constructor(client: SessionContext, cookie: string, leaving?: LogOut) {
    this.client = client;
    this.cookie = cookie;
    this.leaving = leaving;
    const { access, refresh } = leaving ?? client.session;
    this.access = access;
    this.refresh = refresh;
    this.granted = undefined;
    this.controller = openController();
    this.status = 0;
    this.retryAfter = undefined;
    if (DEVELOPMENT) this.failed = "";
    this.late = false;
  }

  /** Always settles within the timeout. */
  async run(): Promise<Outcome> {
    const { client, controller } = this;
    const { session, settings } = client;
    const { call, timeout } = settings.refresh;
    const { enlisted } = session;
    if (!call)
      try {
        checkEndpoint(client, "refresh");
      } catch (error) {
        this.blame(error as Error);
        return Outcome.OutOfScope;
      }
    const outcome = await within(this.exchange(), timeout);
    if (outcome !== undefined) return outcome;
    this.late = true;
    controller.abort();
    // The function made a request that everfetch could not recognise as its own. That request waits for the function.
    const waits = call && session.enlisted > enlisted;
    this.blame(
      fail(
        "ETIMEDOUT",
        `${this} got no answer within ${timeout} ms` +
          (DEVELOPMENT && waits
            ? ", while other requests waited for it. If it sends requests through its own client, use `context.fetch`, or give them `signal: context.signal` or `session: false`"
            : ""),
      ),
    );
    return waits ? Outcome.WaitsForItself : Outcome.Status;
  }

  /** Nothing, if the result arrives too late: another attempt may be in progress. */
  async exchange(): Promise<Outcome | undefined> {
    const { client, cookie } = this;
    const { call } = client.settings.refresh;
    try {
      if (cookie) opened(cookie);
      if (call) {
        const reply = await this.call(call);
        return this.late ? undefined : this.take(reply);
      }
      const answer = await this.send();
      const text = await textOf(answer);
      return this.late ? undefined : this.judge(answer, text);
    } catch (thrown) {
      if (this.late) return;
      return call ? this.threw(thrown) : this.unreached(thrown);
    } finally {
      if (cookie) closed(cookie);
    }
  }

  /** Judges the answer of the token endpoint (G8). */
  judge(answer: Response, text: string): Outcome {
    const { session, settings } = this.client;
    const { reply: paths, refused, unavailable } = settings.refresh;
    const { headers, redirected, status } = answer;
    this.status = status;
    this.retryAfter = retryAfter(headers.get("retry-after"), Date.now());
    const body = parseJSON(text);
    const isJSON = body !== undefined;
    const names = (rule: Refusal | undefined) =>
      rule &&
      covers(rule, status) &&
      (!needsBody(rule) || findsCode(rule, body));
    const reply = session.byCookie
      ? readMarked(body, paths)
      : isJSON
        ? readReply(body, paths)
        : "";
    const outcome: Outcome = session.wasm[Call.judge](
      status,
      redirected,
      names(refused)
        ? Named.Refused
        : names(unavailable)
          ? Named.Unavailable
          : names(settings.proof && NONCE_REQUIRED)
            ? Named.Nonce
            : Named.Nothing,
      typeof reply === "object"
        ? session.byCookie
          ? TokenBody.Cookies
          : TokenBody.Tokens
        : isJSON
          ? TokenBody.Other
          : text.trim()
            ? TokenBody.NotJson
            : TokenBody.Empty,
    );
    if (outcome === Outcome.Granted && typeof reply === "object") {
      this.grant(reply, Date.parse(headers.get("date") ?? "") || undefined);
      return outcome;
    }
    const [why, quotes] = WHY[outcome] ?? [", which " + reply, true];
    this.fails(answer, isJSON ? body : text, why, quotes);
    return outcome;
  }

  /** Passes the tokens to the session, or to its log-out. */
  grant(reply: Reply, date?: number) {
    this.granted = reply;
    if (this.leaving) this.leaving.take(reply);
    else this.client.session.setPendingGrant(reply, "by refresh", date);
  }

  /** @param quotes whether to quote the server's message */
  fails(answer: Response, body: unknown, why: string, quotes?: boolean) {
    const { access, refresh } = this;
    const { headers, ok, status } = answer;
    const data = redacted(body, ok, [access, refresh]);
    const words = quotes ? quoted(data, headers.get("www-authenticate")) : "";
    const error = fail(
      status >= 400 && status < 500 ? "ERR_BAD_REQUEST" : "ERR_BAD_RESPONSE",
      `${this} was answered with ${status || "a redirect"}${why}${words}`,
    );
    error.status = status || undefined;
    error.response = { status, data };
    this.blame(error);
  }

  /** The request could not be sent, or the answer was cut off. */
  unreached(thrown: unknown) {
    this.blame(
      // The platform's message may quote the URL, and with it the token (G15).
      fail(
        "ERR_NETWORK",
        `${this} could not be reached`,
        this.client.settings.refresh.send === "query" ? undefined : thrown,
      ),
    );
    return Outcome.Status;
  }

  /** The application's own function failed. Its error has the status of an answer, or counts as no answer. */
  threw(thrown: unknown) {
    const status = answerOf(thrown)?.status;
    this.status = status ?? 0;
    this.retryAfter = retryAfter(pauseIn(thrown), Date.now());
    // The error may contain anything, so the log says only that the function threw.
    this.blame(
      thrown,
      DEVELOPMENT && `session.refresh threw, status ${status ?? "unknown"}`,
    );
    return Outcome.Status;
  }

  /** Reads the result of the application's own function. */
  take(returned: unknown) {
    const { session, settings } = this.client;
    const reply = session.byCookie
      ? readMarked(returned, settings.refresh.reply)
      : readReply(returned);
    if (typeof reply === "object") {
      this.grant(reply);
      return Outcome.Granted;
    }
    this.blame(
      fail("ERR_BAD_RESPONSE", "what session.refresh returned " + reply),
    );
    return Outcome.NoTokens;
  }

  /** Records why the attempt failed: the cause that all waiters share. */
  blame(cause: unknown, line?: string | false) {
    if (!this.leaving) this.client.session.cause = cause;
    if (DEVELOPMENT) this.failed = line || (cause as Error).message;
  }

  send(): Promise<Response> {
    const { client, controller, refresh = "" } = this;
    const leaving = !!this.leaving;
    const { signal } = controller;
    return sendToken(client, "refresh", refresh, signal, undefined, leaving);
  }

  call(refresh: NonNullable<RefreshSettings["call"]>) {
    const { client, controller } = this;
    const { fetch, session } = client;
    const { access, refresh: token } = this;
    const { byCookie } = session;
    const { signal } = controller;
    signals.add(signal);
    session.asking = true;
    try {
      return refresh({
        refreshToken: (!byCookie && token) || null,
        accessToken: (!byCookie && access) || null,
        signal,
        fetch: fetch as typeof globalThis.fetch,
      });
    } finally {
      session.asking = false;
    }
  }

  toString() {
    const { client } = this;
    return client.settings.refresh.call
      ? "session.refresh"
      : "the refresh " + inWords(client, "refresh");
  }
}

apart(Attempt);

/** Why an answer grants no tokens, as text after its status, and whether to quote the server. */
const WHY: { [outcome in Outcome]?: [string, boolean?] } = own({
  [Outcome.NamedRefused]: [", which matches session.refresh.refused", true],
  [Outcome.NamedUnavailable]: [
    ", which matches session.refresh.unavailable",
    true,
  ],
  [Outcome.Redirect]: ["; a refresh must not be redirected"],
  [Outcome.Status]: ["", true],
  [Outcome.NonceRequired]: [", which asks for a nonce"],
  [Outcome.NotJson]: [", which is not JSON"],
  [Outcome.Empty]: [", but the answer is empty"],
});

/** Reads the text of an answer, up to the maximum length of a reply with tokens. */
const textOf = async (answer: Response) => {
  if (!answer.body) return answer.text();
  const reader = answer.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, own({ stream: true }));
    if (text.length > Limit.ReplyLength) {
      reader.cancel().catch(() => {});
      throw new RangeError("The answer is longer than 1 MB.");
    }
  }
};

/**
 * The answer behind an error of the refresh: its status, and its body without secrets. Errors of axios, ky, ofetch and
 * SDKs contain it in one of these places. Returns nothing if there was no answer.
 */
export const answerOf = (
  thrown: unknown,
): { status: number; data: unknown } | undefined => {
  try {
    const response = member(thrown, "response");
    const status = [response, thrown]
      .flatMap((holder) =>
        ["status", "statusCode"].map((name) => member(holder, name)),
      )
      .find(
        (value): value is number =>
          Number.isInteger(value) &&
          (value as number) > 99 &&
          (value as number) < 600,
      );
    const data =
      member(response, "data") ??
      member(response, "_data") ??
      member(thrown, "data");
    return status
      ? { status, data: redacted(data, status < 300, []) }
      : undefined;
  } catch {
    // A getter that throws, or a revoked proxy, counts as no answer.
  }
};

/** The `Retry-After` of the same answer. */
const pauseIn = (thrown: unknown): string | undefined => {
  try {
    const headers = member(member(thrown, "response"), "headers");
    const value = member(headers, "get")
      ? (headers as Headers).get("retry-after")
      : member(headers, "retry-after");
    return typeof value === "string" ? value : undefined;
  } catch {
    // As above.
  }
};
