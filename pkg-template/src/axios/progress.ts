// Bodies that are counted while they pass: for progress events, and for the limits of their lengths.

import { EverfetchError } from "../client/error.js";
import { member, own, platform } from "../runtime/own.js";
import { isStream } from "../client/transform.js";
import { sameOrigin } from "../client/url.js";

/** Events come at most so often, in ms. */
const INTERVAL_MS = 333;

/** A rate is said after so many ms, and over the latest so many pieces. */
const SETTLING_MS = 250;
const PIECES = 50;

/** @param call the request: what ends a body is kept there */
export const watched = (native: Response, config: any, call: any) => {
  const { maxContentLength: most, onDownloadProgress: listener } = config;
  const limited = most > -1;
  if (!limited && !listener) return native;
  const declared = native.headers.get("content-length");
  const total = declared ? +declared : undefined;
  const check = (length: any) => {
    if (limited && length > most)
      throw (call.broken = new EverfetchError(
        `maxContentLength size of ${most} exceeded`,
        "ERR_BAD_RESPONSE",
        config,
        call.request,
      ));
  };
  check(total);
  if (!native.body) return native;
  const [tell, flush] = listener
    ? progressOf(listener, "download", total)
    : [check];
  return new Response(
    counted(
      native.body,
      (loaded) => {
        check(loaded);
        tell(loaded);
      },
      flush,
    ),
    native,
  );
};

/** @param call the request: what ends a body is kept there */
export const limitBody = async (call: any, config: any) => {
  const { init } = call;
  const { maxBodyLength: most } = config;
  const check = (length: number | undefined = 0) => {
    if (length > most)
      throw (call.broken = new EverfetchError(
        "Request body larger than maxBodyLength limit",
        "ERR_BAD_REQUEST",
        config,
      ));
  };
  check(await sizeOf(init.body));
  if (isStream(init.body)) init.body = counted(init.body, check);
};

/** In bytes, where that can be known beforehand. */
const sizeOf = async (body: any) =>
  isStream(body)
    ? undefined
    : (member(body, "size") ?? (await new Response(body).blob()).size);

/** Tells of the upload, each time that it is made. */
export const uploading =
  (send: any, listener: any) => async (url: string, init: any) => {
    const total = await sizeOf(init.body);
    const [tell, flush] = progressOf(listener, "upload", total);
    if (!canStream(url)) {
      if (!warned)
        console.warn(
          "everfetch: this connection cannot stream what it uploads; onUploadProgress is told at the end only",
        );
      warned = true;
      const response = await send(url, init);
      tell(total ?? 0);
      return response;
    }
    const whole = new Response(init.body);
    const type = whole.headers.get("content-type");
    return send(
      url,
      own({
        ...init,
        headers: own({
          ...(type && { "content-type": type }),
          ...init.headers,
        }),
        body: counted(whole.body, tell, flush),
        duplex: "half",
      }),
    );
  };

let warned = false;

/**
 * Browsers that stream what they upload do so over HTTP/2 and 3 only, and the page's own connection is the
 * one that is known.
 */
const canStream = (url: string) => {
  if (platform("document")) {
    const [page] = performance.getEntriesByType("navigation") as any[];
    if (!sameOrigin(url) || !/^h[23]/.test(page?.nextHopProtocol)) return false;
  }
  let asked = false;
  const init: any = {
    __proto__: null,
    method: "POST",
    body: new ReadableStream(),
    get duplex() {
      asked = true;
      return "half";
    },
  };
  // Who does not know streams makes a text of it, and says so.
  return !new Request("http://a", init).headers.has("content-type") && asked;
};

/** @param count what it throws ends the stream */
const counted = (
  stream: any,
  count: (loaded: number) => void,
  done?: () => void,
) => {
  let loaded = 0;
  return stream.pipeThrough(
    new TransformStream({
      // @ts-ignore the platform would read more of a polluted prototype
      __proto__: null,
      transform(piece, controller) {
        count((loaded += piece.byteLength));
        controller.enqueue(piece);
      },
      flush: done,
    }),
  );
};

/** Tells a listener what has passed. */
const progressOf = (
  listener: any,
  direction: "download" | "upload",
  total: number | undefined,
): [count: (loaded: number) => void, flush: () => void] => {
  const begun = Date.now();
  const pieces: [at: number, loaded: number][] = [[begun, 0]];
  let told = 0;
  let due = 0;
  let now = 0;
  let timer: any;
  const tell = () => {
    clearTimeout(timer);
    timer = undefined;
    const at = Date.now();
    due = at + INTERVAL_MS;
    const loaded = Math.min(now, total ?? now);
    const [[first, before]] = pieces;
    const rate =
      at - begun >= SETTLING_MS && at > first
        ? Math.round(((loaded - before) * 1000) / (at - first)) || undefined
        : undefined;
    pieces.push([at, loaded]);
    if (pieces.length > PIECES) pieces.shift();
    const event = {
      loaded,
      total,
      progress: total ? loaded / total : undefined,
      bytes: loaded - told,
      rate,
      estimated: rate && total ? (total - loaded) / rate : undefined,
      event: { lengthComputable: total !== undefined, loaded, total },
      lengthComputable: total !== undefined,
      [direction]: true,
    };
    told = loaded;
    // Later: what it throws is none of the body's business.
    setTimeout(listener, 0, event);
  };
  return [
    (loaded) => {
      now = loaded;
      const wait = due - Date.now();
      if (wait <= 0) tell();
      else timer ??= setTimeout(tell, wait);
    },
    () => {
      if (timer) tell();
    },
  ];
};
