// The cookie that is to come back as a header, to tell a page's own requests from those of other sites.

import { platform } from "../runtime/own.js";

/** The value of a cookie, if a header can carry it. */
export const cookie = (wanted: string, method: string): string | undefined => {
  for (const pair of cookies(method).split(";")) {
    const [name, ...value] = pair.trim().split("=");
    if (name !== wanted) continue;
    const text = decoded(value.join("="));
    // A sibling domain may have set one that no header can carry, beside the server's own.
    if (/^[\t -~\x80-\xff]*$/.test(text)) return text;
  }
};

const decoded = (value: string) => {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
};

let jar = "";
let readUntil = 0;

/** For how long safe methods may use cookies that have been read, in milliseconds. */
const COOKIES_MS = 5;

/**
 * The page's cookies. To read them is a call to another process (Chromium: 156 µs, most of what axios itself
 * takes), so a burst of the methods that change nothing, and that no server checks (RFC 9110 §9.2.1), reads
 * them once.
 */
const cookies = (method: string) => {
  const now = Date.now();
  if (!/^(get|head|options)$/i.test(method) || now >= readUntil) {
    jar = readCookies();
    readUntil = now + COOKIES_MS;
  }
  return jar;
};

/** By the platform's own getter: an element of the name `cookie` hides the document's (DOM clobbering). */
const readCookies = () => {
  const Document = platform("Document");
  try {
    const genuine = Document && document instanceof Document;
    return String(
      genuine
        ? Reflect.get(Document.prototype, "cookie", document)
        : document.cookie,
    );
  } catch {
    // None for a page without an origin, as in a sandboxed frame.
    return "";
  }
};
