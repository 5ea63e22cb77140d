// @ts-check
// Bodies that are counted while they pass: for progress events, and for the limits of their lengths.

/** Events come at most so often, in ms. */
const INTERVAL_MS = 333;

/** A rate is said after so many ms, and over the latest so many pieces. */
const SETTLING_MS = 250;
const PIECES = 50;

/**
 * @param {any} stream
 * @param {(loaded: number) => void} count what it throws ends the stream
 * @param {() => void} [done]
 */
export const counted = (stream, count, done) => {
  let loaded = 0;
  return stream.pipeThrough(
    new TransformStream({
      transform(piece, controller) {
        count((loaded += piece.byteLength));
        controller.enqueue(piece);
      },
      flush: done,
    }),
  );
};

/**
 * Tells a listener what has passed.
 * @param {any} listener
 * @param {"download" | "upload"} direction
 * @param {number | undefined} total
 * @returns {[count: (loaded: number) => void, flush: () => void]}
 */
export const progressOf = (listener, direction, total) => {
  const begun = Date.now();
  /** @type {[at: number, loaded: number][]} */
  const pieces = [[begun, 0]];
  let told = 0;
  let due = 0;
  let now = 0;
  /** @type {any} */
  let timer;
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
