// What an answer refuses: the session, by `session.ends`, or its token, by `session.expired`. Whether that counts is the
// core's to say.

import { report } from "../runtime/callbacks.js";
import { fail } from "./error.js";
import type { Exchange } from "./exchange.js";
import { About, Limit } from "../protocol.js";
import {
  carriesCode,
  covers,
  isScopeFailure,
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
  const { ends, expired } = client.settings;
  const over = ends && (await says(exchange, "ends", ends, response));
  if (!over && !(await says(exchange, "expired", expired, response, 401)))
    return;
  exchange.ending = over ? await endingBy(exchange, response) : undefined;
  // The application knows its log-in page, wherever a redirect leads.
  if (typeof (over ? ends : expired) !== "function") {
    if (!over && isScopeFailure(response.headers.get("www-authenticate")))
      return About.Permission;
    // A refusal at the end of a redirect is that of the origin to which it led.
    if (response.redirected && outside(client, response.url, init.method))
      return About.Elsewhere;
  }
  return over ? About.Session : About.Token;
};

/**
 * Does an option say so of an answer?
 * @param otherwise the status that a rule without one covers, if not any
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
  // One that throws, or never answers, has not said yes. A clone: the body stays the caller's to read.
  const shown = response.clone();
  const asked = Promise.resolve(shown).then(rule);
  const yes = await within(asked, Limit.AnswerMs).catch(
    blame(exchange, option),
  );
  // Unread, it would keep all of the body that the caller reads.
  shown.body?.cancel().catch(() => {});
  return yes;
};

/**
 * Reports what such an option throws, once: it is called for every answer. What the body of an aborted request throws
 * says nothing about it.
 */
const blame = (exchange: Exchange, option: string) => (error: unknown) => {
  const { client, signal, timedOut } = exchange;
  const { settings } = client;
  if (settings.blamed || signal?.aborted || timedOut) return;
  settings.blamed = true;
  report("session." + option)(error);
};

/** The cause of the end, if this answer turns out to end the session. */
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
