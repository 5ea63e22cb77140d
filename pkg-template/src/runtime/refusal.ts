// Which answers are refusals: by status, by a code in the body, and not by lack of permission.

import { Limit } from "../protocol.js";
import type { Refusal } from "../client/settings.js";
import type { Unknowns } from "./own.js";
import { within } from "./time.js";
import { parseJSON } from "../client/transform.js";

/** `session.expired`, `session.refresh.refused` and the like. */
type Rule = Refusal;

/** One, several or none. */
const items = <T>(value: T | T[] | undefined): T[] =>
  ([] as T[]).concat(value ?? []);

/** Could an answer with this status be a refusal? A rule without one covers `otherwise`, or any. */
export const covers = (
  rule: Rule,
  status: number,
  otherwise: number = status,
) =>
  rule.status === status ||
  (items(rule.status)[0] ? items(rule.status) : [otherwise]).includes(status);

/** Is the body needed to tell? Reading it costs a copy. */
export const needsBody = (rule: Rule) => items(rule.code).length > 0;

/** Does the body carry one of the codes? 401 and "401" are different codes. */
export const findsCode = (rule: Rule, body: unknown) =>
  items<unknown>(rule.code).includes(at(body, pathOf(rule)));

const pathOf = (rule: Rule) => rule.codePath ?? "code";

/** `application/json` and the like. Not lines or a stream of JSON, whose first part is to arrive at once. */
const JSON_TYPE = /^\s*[^\s;]+[/+]json\s*(;|$)/i;
const JSON_STREAM = /[/+]stream\+json/i;

/**
 * Does the body of an answer carry one of the codes? Only JSON is read, and only until the code has come: the
 * caller may wait for a download, or for lines that arrive one by one (G26).
 */
export const carriesCode = async (rule: Rule, response: Response) => {
  const type = response.headers.get("content-type") ?? "";
  if (!JSON_TYPE.test(type) || JSON_STREAM.test(type)) return false;
  const reader = response.clone().body?.getReader();
  if (!reader) return false;
  try {
    return !!(await within(readCode(rule, reader), Limit.AnswerMs));
  } catch {
    // The body broke off. The caller sees that as well.
    return false;
  } finally {
    // Not awaited: the platform waits for the other copy, which the caller has yet to read.
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
      // What follows a backslash ends no string, even if it has not arrived yet.
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

/** Does WWW-Authenticate say that the token is good, but not for this (RFC 6750 §3.1)? No refresh helps. */
export const isScopeFailure = (challenge: string | null | undefined) => {
  let bearer = false;
  // Parts between commas, save those in quotes.
  for (const part of challenge?.match(/("(\\.|[^"])*"?|[^",])+/gs) ?? []) {
    // A scheme opens a challenge: a word that no `=` follows.
    const [, scheme, rest] = /^\s*(?:([^\s="]+)(?:\s+(?![\s=])|$))?(.*)/s.exec(
      part,
    )!;
    if (scheme) bearer = /^bearer$/i.test(scheme);
    if (bearer && /^error\s*=\s*("?)insufficient_scope\1(?!\S)/i.test(rest))
      return true;
  }
  return false;
};

/** What a path such as "data.token" or "tokens.0" leads to, by the value's own members. */
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
