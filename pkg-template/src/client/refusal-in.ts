// What an answer rejects: the session, if it matches `session.ends`, or the token, if it matches `session.expired`. The
// core decides whether that counts.

import { report } from "../runtime/callbacks.js";
import { fail } from "./error.js";
import type { Exchange } from "./exchange.js";
import { About, Limit } from "../protocol.js";
import {
  carriesCode,
  challengeOf,
  covers,
  needsBody,
} from "../runtime/refusal.js";
import { outside } from "./scope.js";
import type { Expired } from "./settings.js";
import { within } from "../runtime/time.js";
import { quoted, shortened } from "../runtime/words.js";

export const refusalIn = async (
  exchange: Exchange,
  response: Response,
): Promise<About | undefined> => {
  const { client, init } = exchange;
  const { ends, expired, proof } = client.settings;
  const challenge = () => challengeOf(response.headers.get("www-authenticate"));
  if (proof && response.status === 401 && challenge() === About.Nonce)
    return About.Nonce;
  const over = ends && (await says(exchange, "ends", ends, response));
  if (!over && !(await says(exchange, "expired", expired, response, 401)))
    return;
  exchange.ending = over ? await endingBy(exchange, response) : undefined;
  // The application knows its log-in page, wherever a redirect has ended.
  if (typeof (over ? ends : expired) !== "function") {
    if (!over && challenge() === About.Permission) return About.Permission;
    // A rejection after a redirect comes from the redirect's target.
    if (response.redirected && outside(client, response.url, init.method))
      return About.Elsewhere;
  }
  return over ? About.Session : About.Token;
};

/**
 * Does an answer match an option?
 * @param otherwise the status that a rule without a status matches; without it, any
 */
const says = async (
  exchange: Exchange,
  option: string,
  rule: Expired,
  response: Response,
  otherwise?: number,
): Promise<unknown> => {
  if (typeof rule !== "function")
    return (
      covers(rule, response.status, otherwise) &&
      (!needsBody(rule) || carriesCode(rule, response))
    );
  // A function that throws or never answers counts as false. It gets a clone, so that the caller can still read the
  // body.
  const shown = response.clone();
  const asked = Promise.resolve(shown).then(rule);
  const yes = await within(asked, Limit.AnswerMs).catch(
    blame(exchange, option),
  );
  // If the clone stayed unread, it would buffer the entire body while the caller reads it.
  shown.body?.cancel().catch(() => {});
  return yes;
};

/**
 * Reports an error that such a function throws, but only once, because the function is called for every answer. An
 * error from the body of an aborted request is not the function's fault.
 */
const blame = (exchange: Exchange, option: string) => (error: unknown) => {
  const { client, signal, timedOut } = exchange;
  const { settings } = client;
  if (settings.blamed || signal?.aborted || timedOut) return;
  settings.blamed = true;
  report("session." + option)(error);
};

/** The cause of the end, if this answer ends the session. */
const endingBy = async (exchange: Exchange, answer: Response) => {
  const { status } = answer;
  const data = await exchange.shown(
    await shortened(answer.clone(), Limit.AnswerMs),
  );
  const error = fail(
    "ERR_BAD_RESPONSE",
    `${exchange} was answered with ${status}, which matches session.ends${quoted(data)}`,
  );
  error.status = status;
  error.response = { status, data };
  return error;
};
