// Counts the bytes of bodies while they are transferred, for progress events and for the length limits.

import type { Call } from "./call.js";
import { EverfetchError } from "../client/error.js";
import type { Fetch, Init } from "../client/request.js";
import { own, platform } from "../runtime/own.js";
import { isStream } from "../client/transform.js";
import { sameOrigin } from "../client/url.js";

type Listener = (event: never) => void;

/** The shortest interval between two events, in ms. */
const INTERVAL_MS = 333;

/** A rate is reported after this many ms, and computed from this many of the latest chunks. */
const SETTLING_MS = 250;
const PIECES = 50;

/**
 * Returns the answer, with its body counted if the config requires it. An error that ends the body is kept in the call.
 */
export const watched = (native: Response, call: Call): Response => {
  const { config, request } = call;
  const { maxContentLength: most = -1, onDownloadProgress: listener } = config;
  const limited = most > -1;
  if (!limited && !listener) return native;
  const declared = native.headers.get("content-length");
  const total = declared ? +declared : undefined;
  const check = (length = 0) => {
    if (limited && length > most)
      throw (call.broken = new EverfetchError(
        `maxContentLength size of ${most} exceeded`,
        "ERR_BAD_RESPONSE",
        config,
        request,
      ));
  };
  check(total);
  if (!native.body) return native;
  const [report, flush] = listener
    ? progressOf(listener, "download", total)
    : [check];
  const count = (loaded: number) => {
    check(loaded);
    report(loaded);
  };
  return new Response(counted(native.body, count, flush), native);
};

/** Throws if a body is too long. For a stream, this ends the stream. */
export const limitBody = async (call: Call): Promise<void> => {
  const { config, exchange } = call;
  const { init } = exchange;
  const { maxBodyLength: most = -1 } = config;
  const check = (length = 0) => {
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

/** The size in bytes, if it can be known in advance. */
const sizeOf = async (body: Init["body"]): Promise<number | undefined> =>
  isStream(body)
    ? undefined
    : body instanceof Blob
      ? body.size
      : (await new Response(body ?? null).blob()).size;

/** Reports the progress of each upload. */
export const uploading =
  (send: Fetch, listener: Listener): Fetch =>
  async (url, given) => {
    const init = given as Init;
    const total = await sizeOf(init.body);
    const [report, flush] = progressOf(listener, "upload", total);
    if (!canStream(String(url))) {
      if (!warned)
        console.warn(
          "everfetch: this connection cannot stream an upload, so `onUploadProgress` is called only at the end",
        );
      warned = true;
      const response = await send(url, init);
      report(total ?? 0);
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
        body: whole.body && counted(whole.body, report, flush),
        duplex: "half",
      }),
    );
  };

let warned = false;

/** Browsers stream uploads over HTTP/2 and HTTP/3 only, and a page knows the protocol of its own connection only. */
const canStream = (url: string) => {
  if (platform("document")) {
    const [page] = performance.getEntriesByType(
      "navigation",
    ) as PerformanceNavigationTiming[];
    if (!sameOrigin(url) || !/^h[23]/.test(String(page?.nextHopProtocol)))
      return false;
  }
  let asked = false;
  const init = {
    __proto__: null,
    method: "POST",
    body: new ReadableStream(),
    get duplex() {
      asked = true;
      return "half";
    },
  } as RequestInit;
  // A platform without stream support converts the body to text and sets a Content-Type.
  return !new Request("http://a", init).headers.has("content-type") && asked;
};

/** @param count if it throws, the stream ends */
const counted = (
  stream: ReadableStream,
  count: (loaded: number) => void,
  done?: () => void,
): ReadableStream => {
  let loaded = 0;
  return stream.pipeThrough(
    new TransformStream({
      // Otherwise, the platform would read further members from a polluted prototype.
      __proto__: null,
      transform(
        piece: Uint8Array,
        controller: TransformStreamDefaultController,
      ) {
        count((loaded += piece.byteLength));
        controller.enqueue(piece);
      },
      flush: done,
    } as Transformer),
  );
};

/** Reports to a listener how much has been transferred. */
const progressOf = (
  listener: Listener,
  direction: "download" | "upload",
  total: number | undefined,
): [count: (loaded: number) => void, flush: () => void] => {
  const start = Date.now();
  const pieces: [at: number, loaded: number][] = [[start, 0]];
  let reported = 0;
  let due = 0;
  let now = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const report = () => {
    clearTimeout(timer);
    timer = undefined;
    const at = Date.now();
    due = at + INTERVAL_MS;
    const loaded = Math.min(now, total ?? now);
    const [first, before] = pieces[0] as [number, number];
    const rate =
      at - start >= SETTLING_MS && at > first
        ? Math.round(((loaded - before) * 1000) / (at - first)) || undefined
        : undefined;
    pieces.push([at, loaded]);
    if (pieces.length > PIECES) pieces.shift();
    const event = {
      loaded,
      total,
      progress: total ? loaded / total : undefined,
      bytes: loaded - reported,
      rate,
      estimated: rate && total ? (total - loaded) / rate : undefined,
      event: { lengthComputable: total !== undefined, loaded, total },
      lengthComputable: total !== undefined,
      [direction]: true,
    };
    reported = loaded;
    // Deferred, so that an error in the listener does not affect the body.
    setTimeout(listener, 0, event);
  };
  return [
    (loaded) => {
      now = loaded;
      const wait = due - Date.now();
      if (wait <= 0) report();
      else timer ??= setTimeout(report, wait);
    },
    () => {
      if (timer) report();
    },
  ];
};
