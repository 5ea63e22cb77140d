// Recognises answers that reject a token: by status or by a code in the body, and not because of a missing permission.

import { Limit } from "../protocol.js";
import type { Expired, Refusal } from "../client/settings.js";
import { About } from "../protocol.js";
import type { Unknowns } from "./own.js";
import { within } from "./time.js";
import { parseJSON } from "../client/transform.js";

/** The type of `session.expired`, `session.refresh.refused` and similar options. */
type Rule = Refusal;

/** One, several or none. */
const items = <T>(value: T | T[] | undefined): T[] =>
  ([] as T[]).concat(value ?? []);

/** Can an answer with this status match? A rule without a status matches `otherwise`, or any status. */
export const covers = (
  rule: Rule,
  status: number,
  otherwise: number = status,
) =>
  rule.status === status ||
  (items(rule.status)[0] ? items(rule.status) : [otherwise]).includes(status);

/** Does the decision need the body? Reading it requires a copy. */
export const needsBody = (rule: Rule) => items(rule.code).length > 0;

/** Does the body contain one of the codes? 401 and "401" are different codes. */
export const findsCode = (rule: Rule, body: unknown) =>
  items<unknown>(rule.code).includes(at(body, pathOf(rule)));

const pathOf = (rule: Rule) => rule.codePath ?? "code";

/**
 * Is the media type JSON, such as `application/json`? Not NDJSON or a JSON stream, whose first part must arrive
 * immediately.
 */
const JSON_TYPE = /^\s*[^\s;]+[/+]json\s*(;|$)/i;
const JSON_STREAM = /[/+]stream\+json/i;

/**
 * Does the body of an answer contain one of the codes? Only JSON is read, and only until the code has arrived, because
 * the caller may be waiting for a download, or for lines that arrive one by one (G26).
 */
export const carriesCode = async (rule: Rule, response: Response) => {
  const type = response.headers.get("content-type") ?? "";
  if (!JSON_TYPE.test(type) || JSON_STREAM.test(type)) return false;
  const reader = response.clone().body?.getReader();
  if (!reader) return false;
  try {
    return !!(await within(readCode(rule, reader), Limit.AnswerMs));
  } catch {
    // The body was cut off. The caller gets the same error.
    return false;
  } finally {
    // Not awaited, because the platform waits for the other copy, which the caller has not read yet.
    reader.cancel().catch(() => {});
  }
};

/**
 * Reads a JSON text up to the member of the outermost object with which the path begins, or to the end of the
 * first value.
 */
const readCode = async (
  rule: Rule,
  reader: ReadableStreamDefaultReader<Uint8Array>,
) => {
  const first = pathOf(rule).split(".")[0]!;
  const decoder = new TextDecoder();
  let text = "";
  let depth = 0;
  let quoted = false;
  let member = 0;
  let at = 0;
  while (text.length < Limit.RefusalLength) {
    const { done, value } = await reader.read();
    if (done) return findsCode(rule, parseJSON(text));
    text += decoder.decode(value, { stream: true });
    for (; at < text.length; at++) {
      const letter = text[at];
      // A character after a backslash does not end the string, even if it has not arrived yet.
      if (quoted && letter === "\\") at++;
      else if (letter === '"') quoted = !quoted;
      else if (quoted) continue;
      else if (letter === "{" || letter === "[") {
        if (!depth++) member = at + 1;
      } else if (letter === "}" || letter === "]") {
        if (!--depth) return findsCode(rule, parseJSON(text.slice(0, at + 1)));
      } else if (letter === "," && depth === 1) {
        const found = parseJSON(`{${text.slice(member, at)}}`);
        member = at + 1;
        if (found && Object.hasOwn(found, first)) return findsCode(rule, found);
      }
    }
  }
};

/**
 * Does an answer match a rule or a function of the application?
 * @param blame is called with an error that the function throws
 * @param otherwise the status that a rule without a status matches; without it, any
 */
export const says = async (
  rule: Expired,
  response: Response,
  blame: (error: unknown) => void,
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
  const yes = await within(asked, Limit.AnswerMs).catch(blame);
  // If the clone stayed unread, it would buffer the entire body while the caller reads it.
  shown.body?.cancel().catch(() => {});
  return yes;
};

/**
 * What WWW-Authenticate rejects, if it is not the token: a permission that the valid token lacks (RFC 6750 §3.1), or a
 * proof without the server's nonce (RFC 9449 §9). A refresh helps in neither case.
 */
export const challengeOf = (
  challenge: string | null | undefined,
): About | undefined => {
  let ours = false;
  // The parts between commas, except commas in quotes.
  for (const part of challenge?.match(/("(\\.|[^"])*"?|[^",])+/gs) ?? []) {
    // A challenge starts with its scheme: a word that is not followed by `=`.
    const [, scheme, rest] = /^\s*(?:([^\s="]+)(?:\s+(?![\s=])|$))?(.*)/s.exec(
      part,
    )!;
    if (scheme) ours = /^(bearer|dpop)$/i.test(scheme);
    const error =
      /^error\s*=\s*("?)(insufficient_scope|use_dpop_nonce)\1(?!\S)/i.exec(
        rest!,
      );
    if (ours && error)
      return error[2] === "use_dpop_nonce" ? About.Nonce : About.Permission;
  }
};

/** The value at a path such as "data.token" or "tokens.0", read from own members only. */
export const at = (value: unknown, path: string) =>
  path
    .split(".")
    .reduce<unknown>(
      (found, key) =>
        typeof found === "object" &&
        found &&
        {}.propertyIsEnumerable.call(found, key)
          ? (found as Unknowns)[key]
          : undefined,
      value,
    );
