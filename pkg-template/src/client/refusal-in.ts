// What an answer rejects: the session, if it matches `session.ends`, or the token, if it matches `session.expired`. The
// core decides whether that counts.

import { report } from "../runtime/callbacks.js";
import { fail } from "./error.js";
import type { Exchange } from "./exchange.js";
import { About, Limit } from "../protocol.js";
import { challengeOf, says } from "../runtime/refusal.js";
import { outside } from "./scope.js";
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
  const over = ends && (await says(ends, response, blame(exchange, "ends")));
  if (
    !over &&
    !(await says(expired, response, blame(exchange, "expired"), 401))
  )
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
 * Reports an error that an `expired` or `ends` function throws, but only once, because it is called for every answer.
 * An error from the body of an aborted request is not the function's fault.
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
