// What a server says when it refuses: read within bounds (G26), and shown without secrets (G15).

import { type Unknowns, isObject, own } from "./own.js";
import { within } from "./time.js";

/** No more of a refusal's body is read, in bytes. */
const LONGEST_BODY = 1 << 20;

/** No longer text is shown, in characters. */
const LONGEST_TEXT = 500;

/** How deep a shown body may be nested. */
const DEEPEST = 6;

/** Members whose values are never shown. */
const SECRET =
  /token|jwt|secret|passw|cookie|authori[sz]ation|credential|api.?key|signature|^(access|refresh|sid|session(_?id)?)$/i;

/** Members that hold a message or a code. */
const MESSAGES = [
  "error_description",
  "message",
  "msg",
  "detail",
  "details",
  "title",
  "reason",
  "error",
  "errors",
  "code",
  "status",
  "data",
];

const JWT = /\beyJ[\w-]{4,}\.[\w-]+(\.[\w-]*)?/g;

/**
 * A copy of a refused response, with as much of its body as arrives in time. The original's connection is free
 * again, whatever the server goes on to send.
 */
export const shortened = async (response: Response, ms: number) => {
  if (!response.body || response.bodyUsed) return response;
  const reader = response.body.getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const read = async () => {
    while (size < LONGEST_BODY) {
      const { done, value } = await reader.read();
      if (done) return;
      chunks.push(value);
      size += value.length;
    }
  };
  // A body that breaks off is shown as far as it came.
  await within(read(), ms).catch(() => {});
  reader.cancel().catch(() => {});
  const { headers, status, statusText, url, redirected, type } = response;
  // Not a Blob: jsdom's is not one of Node's.
  const body = new Uint8Array(size);
  let filled = 0;
  for (const chunk of chunks) {
    body.set(chunk, filled);
    filled += chunk.length;
  }
  const copy = new Response(body, own({ headers, status, statusText }));
  for (const [name, value] of Object.entries({ url, redirected, type }))
    Object.defineProperty(copy, name, own({ value }));
  return copy;
};

/**
 * What a body may show of itself. A page of HTML has nothing to say to a user.
 * @param body as JSON, or as text
 * @param ok of an answer that was to grant tokens, only messages and codes are shown: a token may be
 *   under any other name
 * @param tokens which are known
 */
export const redacted = (
  body: unknown,
  ok: boolean,
  tokens: (string | undefined)[],
) => {
  const known = tokens.filter(
    (token): token is string => !!token && token.length > 5,
  );
  const said = (text: string) => {
    for (const token of known) text = text.replaceAll(token, "…");
    return text.replace(JWT, "…").slice(0, LONGEST_TEXT);
  };
  const show = (value: unknown, name: string, depth: number): unknown => {
    if (typeof value === "string")
      return ok && !MESSAGES.includes(name) ? undefined : said(value);
    if (typeof value !== "object" || value === null) return value;
    if (depth > DEEPEST) return;
    if (Array.isArray(value))
      return value.slice(0, 20).map((item) => show(item, name, depth + 1));
    const shown: Unknowns = Object.create(null);
    for (const [key, held] of Object.entries(value)) {
      const open = !SECRET.test(key) || /^(boolean|number)$/.test(typeof held);
      if (open && key.length < 100) shown[key] = show(held, key, depth + 1);
    }
    return shown;
  };
  // A text without a blank is no sentence, and may be a token.
  return typeof body === "string" && (ok || !/^[^<]\S*\s/.test(body.trim()))
    ? undefined
    : show(body, "", 0);
};

/** The message in a body that may be shown: what the server says in words, otherwise its code. */
export const messageIn = (body: unknown): string => {
  if (typeof body === "string" || typeof body === "number")
    return String(body).trim();
  if (!isObject(body)) return "";
  const members = own(body as Unknowns);
  for (const name of Array.isArray(body) ? Object.keys(body) : MESSAGES) {
    const message = messageIn(members[name]);
    if (message) return message;
  }
  return "";
};

/** What `WWW-Authenticate` says in words (RFC 6750 §3). */
const messageOf = (challenge: string | null | undefined) =>
  /error_description="([^"]*)"/i.exec(challenge ?? "")?.[1] ??
  /\berror="?([\w.-]+)/i.exec(challenge ?? "")?.[1];

/** Quoted, to follow a status: the message of a body, or of the challenge beside it. */
export const quoted = (body: unknown, challenge?: string | null) => {
  const message = messageIn(body) || messageOf(challenge);
  return message ? `: "${message.slice(0, LONGEST_TEXT)}"` : "";
};
