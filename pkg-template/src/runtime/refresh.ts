// @ts-nocheck
// One refresh, as the browser sees it: the lock, the store, and the token endpoint, reached by a request or
// by the application's own function. The wasm says which step comes next; how it is done is here.

import { credentials } from "../client/config.js";
import { fail } from "../client/error.js";
import { apart, member, own } from "./own.js";
import { raiseNotices, seesNotice, takeLock } from "./locks.js";
import { Call, Lock, Reply, StepKind } from "../protocol.js";
import { covers, findsCode, needsBody } from "./refusal.js";
import { readReply, retryAfter } from "./reply.js";
import { checkTokenURL, reachOf } from "../client/scope.js";
import { openController } from "./signal.js";
import { within } from "./time.js";
import { fingerprint } from "./tokens.js";
import { parseJSON } from "../client/transform.js";
import { closed, opened, unanswered } from "./unanswered.js";
import { pinned, withoutQuery, withParams } from "../client/url.js";
import { quoted, redacted } from "./words.js";

/** The status that stands for a server that has not answered. */
const UNAVAILABLE = 503;

/** Those that refresh functions have been given: a request with one of them is the refresh's own. */
const signals = new WeakSet();

export const isOfRefresh = (signal: any) => !!signal && signals.has(signal);

/** What another tab has stored arrives within so many ms, or not at all. */
const ARRIVAL_MS = 5000;

export class Flight {
  declare session: import("./session.js").Session;
  declare client: any;
  declare number: number;
  declare epoch: any;
  declare options: any;
  declare unwanted: AbortController;
  declare retryAfter: number | undefined;
  declare failed: string;
  declare shown: string[];
  declare free: any;
  declare controller: { signal: AbortSignal; abort(reason?: any): void };
  /** @param number the wasm's, of its walk */
  constructor(
    session: import("./session.js").Session,
    client: any,
    number: number,
  ) {
    this.session = session;
    this.client = client;
    this.number = number;
    this.epoch = session.epoch;
    this.options = client.settings.refresh;
    this.unwanted = new AbortController();
    /** ms */
    this.retryAfter = undefined;
    /** Why the last try failed, for `session.debug`. */
    this.failed = "";
    /** what the store showed when the lock was got */
    this.shown = [];
  }

  /** It belongs to the session: whoever started it may be aborted (G11). */
  async go() {
    try {
      await this.walk();
    } finally {
      // Whatever has become of it, the other tabs go on.
      this.free?.();
      const { session } = this;
      if (session.flight === this) session.flight = undefined;
    }
  }

  /** Walks to the end. */
  async walk() {
    const { session, client } = this;
    const { retries } = this.options;
    const { wasm, id } = session;
    let ms = 0;
    for (let step = StepKind.Lock; step;) {
      let result = 0;
      switch (step) {
        case StepKind.Lock:
          result = await this.lock();
          break;
        case StepKind.Await:
          await this.arrival();
          break;
        case StepKind.Exchange:
          result = await this.ask();
          if (result) session.trace?.(this.failed);
          break;
        case StepKind.Pause:
          session.trace?.(`refresh again in ${ms} ms`);
          await this.pause(ms);
          break;
        case StepKind.Confirm:
          if (ms) await this.pause(ms);
          session.look(client);
          break;
        case StepKind.Announce:
          if (this.free && session.name) {
            // Unless the same was granted again.
            const held = prints(session);
            const spent = this.shown.filter((print) => !held.includes(print));
            await raiseNotices(session.name, spent);
          }
      }
      if (this.epoch !== session.epoch) {
        // Another wasm decides by now, but the token that was sent is spent: what came for it is kept.
        if (step === StepKind.Exchange && result === Reply.Granted)
          session.storeTokens();
        return;
      }
      step = wasm[Call.advance](
        id,
        this.number,
        client.means,
        retries,
        step === StepKind.Exchange && result >= 100 ? Reply.Status : result,
        result,
        this.retryAfter,
        Math.random(),
        Date.now(),
      );
      ms = wasm[Call.detail](id, 0);
      session.perform(client);
    }
  }

  async lock() {
    const { session, client } = this;
    const { name } = session;
    let lock = Lock.Held;
    // A cookie is every tab's: two at once would spend one token twice.
    const shared = name || session.cookie;
    if (shared) {
      session.trace?.("refresh waits for the lock");
      this.free = await takeLock(
        shared,
        client.lockTimeout,
        this.unwanted.signal,
      );
      if (name && !this.free) lock = Lock.Missing;
      const left = this.cookie ? unanswered(this.cookie) : 0;
      if (left) await this.pause(left);
      await session.copies?.ask(this.unwanted.signal);
    }
    session.look(client);
    this.shown = prints(session);
    if (name && this.free && (await seesNotice(name, this.shown)))
      lock = Lock.HeldAfterExchange;
    // Meanwhile the store may have come to show it.
    session.look(client);
    return lock;
  }

  async arrival() {
    const { session, client } = this;
    const late = Date.now() + ARRIVAL_MS;
    while (!this.unwanted.signal.aborted && Date.now() < late) {
      await this.pause(10);
      session.look(client);
    }
  }

  pause(ms: number) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.unwanted.signal.addEventListener("abort", () => {
        clearTimeout(timer);
        resolve(undefined);
      });
    });
  }

  /** One try at the token endpoint. Settles within the timeout, whatever the server or the function does. */
  async ask() {
    const { options, session } = this;
    const { timeout } = options;
    const controller = (this.controller = openController());
    const { tickets } = session;
    this.retryAfter = undefined;
    if (!options.call)
      try {
        checkTokenURL(this.client);
      } catch (error) {
        this.blame(error);
        return Reply.Pointless;
      }
    const result = await within(this.exchange(controller), timeout);
    this.controller = undefined;
    if (result !== undefined) return result;
    controller.abort();
    // A request that the function itself makes, and that cannot be told from others, waits for the function.
    const own = options.call && session.tickets > tickets;
    this.blame(
      fail(
        "ETIMEDOUT",
        `${this} gave no answer within ${timeout} ms` +
          (own
            ? ", while other requests waited for it. If it sends requests through its own client, use `context.fetch`, or give them `signal: context.signal` or `session: false`"
            : ""),
      ),
    );
    return own ? Reply.Pointless : UNAVAILABLE;
  }

  async exchange(controller: { signal: AbortSignal }) {
    const { cookie, options } = this;
    try {
      if (cookie) opened(cookie);
      const answer = await this.send(controller.signal);
      const text = options.call ? "" : await textOf(answer);
      // Too late, and another try is under way.
      if (controller !== this.controller) return;
      return options.call
        ? this.offer(answer, "what session.refresh returned ")
        : this.judge(answer, text);
    } catch (thrown) {
      if (controller !== this.controller) return;
      return options.call ? this.threw(thrown) : this.unreached(thrown);
    } finally {
      if (cookie) closed(cookie);
    }
  }

  /** The lock of all tabs with this cookie; empty where the refresh token is none. */
  get cookie() {
    const { cookie, name } = this.session;
    return this.options.send === "cookie" ? name || cookie : "";
  }

  /** What the answer of the token endpoint comes to (G8). */
  judge(answer: Response, text: string) {
    const { options, session } = this;
    const { headers, ok, status } = answer;
    this.retryAfter = retryAfter(headers.get("retry-after"), Date.now());
    const body = parseJSON(text);
    const shown = body === undefined ? text : body;
    const data = redacted(shown, ok, [session.access, session.refresh]);
    const said = `${this} was answered with ${status || "a redirect"}`;
    const fails = (why: string, result: number) => {
      const code =
        status >= 400 && status < 500 ? "ERR_BAD_REQUEST" : "ERR_BAD_RESPONSE";
      const error = fail(code, said + why);
      error.status = status || undefined;
      error.response = { status, data };
      this.blame(error);
      return result;
    };
    const words = quoted(data, headers.get("www-authenticate"));
    const names = (rule: import("./refusal.js").Rule | undefined) =>
      rule &&
      covers(rule, status) &&
      (!needsBody(rule) || findsCode(rule, body));
    if (names(options.refused))
      return fails(
        `, which session.refresh.refused names${words}`,
        Reply.Refused,
      );
    if (names(options.unavailable))
      return fails(
        `, which session.refresh.unavailable names${words}`,
        UNAVAILABLE,
      );
    // It may lead to another host, which must not see the refresh token (G12).
    if (!status || answer.redirected || (status >= 300 && status < 400))
      return fails("; the refresh follows no redirect", UNAVAILABLE);
    if (!ok) return fails(words, status);
    if (body === undefined)
      return text
        ? fails(", which is not JSON", UNAVAILABLE)
        : fails(" and nothing in it", Reply.Refused);
    const date = Date.parse(headers.get("date") ?? "") || undefined;
    const wrong = this.read(body, date);
    return wrong
      ? fails(`, which ${wrong}${words}`, Reply.Refused)
      : Reply.Granted;
  }

  /** The platform could not send it. */
  unreached(thrown: unknown) {
    this.blame(
      // The platform's message may quote the URL, and with it the token (G15).
      fail(
        "ERR_NETWORK",
        `${this} could not be reached`,
        this.options.send === "query" ? undefined : thrown,
      ),
    );
    return UNAVAILABLE;
  }

  /** The application's own function failed: with the status of an answer, or as if there had been none. */
  threw(thrown: unknown) {
    const status = answerOf(thrown)?.status;
    this.retryAfter = retryAfter(pauseIn(thrown), Date.now());
    // What it throws may hold anything, so the log says only that.
    this.blame(thrown, `session.refresh threw, status ${status ?? "unknown"}`);
    return status ?? UNAVAILABLE;
  }

  /** Why this try has failed: the one cause that all who wait are given. */
  blame(cause: any, line: string = cause.message) {
    this.session.cause = cause;
    this.failed = line;
  }

  send(signal: AbortSignal) {
    const { client, options, session } = this;
    const { fetch } = client;
    const token = session.refresh;
    if (!options.call) {
      const { tokenURL, tokenTarget } = reachOf(client);
      const target = pinned(tokenURL, tokenTarget);
      // An adapter is given the base apart, as with any request.
      const adapter = client.surface?.adapter?.(client);
      const path = adapter && target === tokenURL ? options.url : target;
      const sent = request(options, path, token ?? "");
      const init = own({ ...sent.init, signal });
      return (adapter ?? fetch)(sent.url, init);
    }
    signals.add(signal);
    session.asking = true;
    try {
      return options.call({
        refreshToken: token ?? null,
        accessToken: session.access ?? null,
        signal,
        fetch,
      });
    } finally {
      session.asking = false;
    }
  }

  /** Takes the tokens in a reply; otherwise says what is wrong with it. */
  read(reply: any, date?: number): string | undefined {
    const { call, reply: paths } = this.options;
    const read = readReply(reply, call ? undefined : paths);
    if (typeof read === "string") return read;
    this.session.offer(read, true, date);
  }

  offer(reply: any, what: string) {
    const wrong = this.read(reply);
    if (!wrong) return Reply.Granted;
    this.blame(fail("ERR_BAD_RESPONSE", what + wrong));
    return Reply.Refused;
  }

  /** Who is asked, in words: a query may hold what is nobody's business. */
  toString() {
    const { client, options } = this;
    return options.call
      ? "session.refresh"
      : `the refresh (${options.method} ${withoutQuery(reachOf(client).tokenURL)})`;
  }

  /** The refresh is not wanted any more: somebody has signed in or out, or another tab was faster. */
  cancel() {
    this.controller?.abort();
    this.unwanted.abort();
  }
}

apart(Flight);

/** A reply of a token endpoint has no more characters. */
const LONGEST_REPLY = 2 ** 20;

/** The text of an answer, which is not read any further than a reply with tokens can be. */
const textOf = async (answer: Response) => {
  if (!answer.body) return answer.text();
  const reader = answer.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, own({ stream: true }));
    if (text.length > LONGEST_REPLY) {
      reader.cancel().catch(() => {});
      throw new RangeError("The answer is longer than 1 MB.");
    }
  }
};

/**
 * What a session holds, to compare by: each token for itself, since a new one may come beside an old one, and
 * since their writes arrive one by one.
 */
const prints = ({ access, refresh }: { access?: string; refresh?: string }) =>
  [access, refresh].map(fingerprint).filter(Boolean);

/**
 * The answer that an error of the refresh is about: its status, and its body without secrets. Errors of axios,
 * ky, ofetch and of SDKs have it in one of these places. None, if there was no answer.
 */
export const answerOf = (
  thrown: any,
): { status: number; data: unknown } | undefined => {
  try {
    const response = member(thrown, "response");
    const status = [response, thrown]
      .flatMap((holder) =>
        ["status", "statusCode"].map((name) => member(holder, name)),
      )
      .find((value) => Number.isInteger(value) && value > 99 && value < 600);
    const data =
      member(response, "data") ??
      member(response, "_data") ??
      member(thrown, "data");
    return status && { status, data: redacted(data, status < 300, []) };
  } catch {
    // A getter that throws, or a revoked proxy, tells of no answer.
  }
};

/** `Retry-After` of the same answer. */
const pauseIn = (thrown: any): string | undefined => {
  try {
    const headers = member(member(thrown, "response"), "headers");
    const value = member(headers, "get")
      ? headers.get("retry-after")
      : member(headers, "retry-after");
    return typeof value === "string" ? value : undefined;
  } catch {
    // As above.
  }
};

/** The declarative request. */
const request = (options: any, url: string, token: string) => {
  const { send, name, scheme, method } = options;
  const headers = new Headers();
  // A redirect would take the refresh token to wherever it leads (G12).
  const init: any = own({ method, headers, redirect: "manual" });
  const members = own(valueOf(options.extra));
  // RFC 6749 §6 requires it.
  if (send === "form") members.grant_type ??= "refresh_token";
  if (send === "header") headers.set(name, credentials(scheme, token));
  else if (send === "cookie") {
    init.credentials = "include";
    // The browser stores the new cookie even if the page is gone by then.
    init.keepalive = true;
  } else members[name] = token;
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
  for (const name of Object.keys(given)) headers.set(name, given[name]);
  return { url, init };
};

/** An option that may be a function, called at each try. */
const valueOf = (option: any) =>
  typeof option === "function" ? option() : option;
