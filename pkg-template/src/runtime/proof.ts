// `session.proof`: headers that prove that this page may use the token (RFC 9449).

import type { SessionContext } from "../client/context.js";
import { fail } from "../client/error.js";
import { headers as headersIn } from "../client/options/declared.js";
import type { Refusal } from "../client/settings.js";
import { parse } from "../client/url.js";
import { attempt } from "./callbacks.js";
import { member, own } from "./own.js";
import { Limit } from "../protocol.js";
import { within } from "./time.js";

/** How a token endpoint asks for a nonce in the proof (RFC 9449 §8). */
export const NONCE_REQUIRED: Refusal = own({
  status: [400, 401],
  code: "use_dpop_nonce",
  codePath: "error",
});

/**
 * The headers for one attempt to send a request, with names in lower case.
 * @param url absolute
 * @param accessToken null for the refresh
 * @param leaving whether it belongs to a session that the user has signed out of: the log-out, and the refresh before it
 */
export const sign = async (
  { session, settings }: SessionContext,
  method: string,
  url: string,
  accessToken: string | null,
  leaving: boolean = false,
): Promise<Record<string, string>> => {
  const nonce = session.nonces.get(parse(url)?.origin);
  const request = own({ method, url, accessToken, nonce, leaving });
  const headers = own<Record<string, string>>({});
  try {
    // The store of the keys may never answer.
    const made = await within(
      Promise.resolve(request).then((it) => settings.proof!.sign(it)),
      Limit.AnswerMs,
    );
    // Sent as a text such as "undefined", it would let the server reject the token, and end the session.
    const valid = headersIn(made, "");
    if (!valid) throw new TypeError("`sign` returned no headers");
    for (const [name, value] of Object.entries(valid))
      headers[name.toLowerCase()] = value;
  } catch (cause) {
    throw fail(
      "ERR_PROOF_FAILED",
      "`session.proof` did not sign the request",
      cause,
    );
  }
  return headers;
};

/** A server's nonce is for the next requests to its origin (RFC 9449 §8.2). */
export const learnNonce = (
  { session, settings }: SessionContext,
  { headers, redirected }: Response,
  url: string,
) => {
  const nonce = settings.proof && headers.get("dpop-nonce");
  if (nonce && !redirected) session.nonces.set(parse(url)?.origin, nonce);
};

/** The session is over, so the key to which its tokens were bound is no longer needed. */
export const forget = (client: SessionContext | undefined) => {
  const proof = client?.settings.proof;
  const forget = member(proof, "forget");
  if (typeof forget === "function")
    attempt("session.proof", () => forget.call(proof));
};
