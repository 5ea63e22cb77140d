// Reads the double-submit cookie: the header with its value distinguishes the page's own requests from those of other
// sites.

import { platform } from "../runtime/own.js";

/** The value of a cookie, if a header can carry it. */
export const cookie = (wanted: string, method: string): string | undefined => {
  for (const pair of cookies(method).split(";")) {
    const [name, ...value] = pair.trim().split("=");
    if (name !== wanted) continue;
    const text = decoded(value.join("="));
    // A sibling domain may have set a second cookie of this name, whose value no header can carry.
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

/** For how long safe methods may reuse the cookies that were read, in milliseconds. */
const COOKIES_MS = 5;

/**
 * The page's cookies. Reading them is a call to another process (Chromium: 156 µs, most of the time that axios itself
 * takes). A burst of requests with safe methods, which no server checks (RFC 9110 §9.2.1), therefore reads them once.
 */
const cookies = (method: string) => {
  const now = Date.now();
  if (!/^(get|head|options)$/i.test(method) || now >= readUntil) {
    jar = readCookies();
    readUntil = now + COOKIES_MS;
  }
  return jar;
};

/**
 * Uses the platform's own getter, because an element named `cookie` would hide the document's property (DOM
 * clobbering).
 */
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
    // A page without an origin, such as a sandboxed frame, has none.
    return "";
  }
};
