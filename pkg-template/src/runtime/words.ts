// The message of a server that rejects a request: read within limits (G26), and shown without secrets (G15).

import { type Unknowns, isObject, own } from "./own.js";
import { within } from "./time.js";

/** The maximum that is read of a rejection's body, in bytes. */
const LONGEST_BODY = 1 << 20;

/** The maximum length of a text that is shown, in characters. */
const LONGEST_TEXT = 500;

/** The maximum nesting of a body that is shown. */
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
 * Copies a rejected response, with as much of its body as arrives in time. This frees the original's connection, even
 * if the server keeps sending.
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
  // A body that is cut off is shown as far as it arrived.
  await within(read(), ms).catch(() => {});
  reader.cancel().catch(() => {});
  const { headers, status, statusText, url, redirected, type } = response;
  // Not a Blob, because jsdom's Blob is not one of Node's.
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
 * The part of a body that may be shown. An HTML page contains no message for a user.
 * @param body parsed JSON, or text
 * @param ok if true, the answer was meant to grant tokens; then only messages and codes are shown, because any other
 *   member may be a token
 * @param tokens the known tokens
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
  // A text without a space is not a sentence, and may be a token.
  return typeof body === "string" && (ok || !/^[^<]\S*\s/.test(body.trim()))
    ? undefined
    : show(body, "", 0);
};

/** The message in a body that may be shown: the server's text, otherwise its code. */
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

/** The error description in `WWW-Authenticate` (RFC 6750 §3). */
const messageOf = (challenge: string | null | undefined) =>
  /error_description="([^"]*)"/i.exec(challenge ?? "")?.[1] ??
  /\berror="?([\w.-]+)/i.exec(challenge ?? "")?.[1];

/** The message of a body, or of the challenge beside it, in quotes, as text after a status. */
export const quoted = (body: unknown, challenge?: string | null) => {
  const message = messageIn(body) || messageOf(challenge);
  return message ? `: "${message.slice(0, LONGEST_TEXT)}"` : "";
};
