// @ts-check
// A back end inside the page: a client's own cost is then all that is measured. It is in place before any
// peer is loaded, since some remember the fetch that they find.

const JSON_TYPE = { headers: { "Content-Type": "application/json" } };

/** What the back end does; the cases set it. */
export const backEnd = {
  answer: "",
  refreshes: 0,
  /** Called once, when the token of a refresh is used. @type {undefined | (() => void)} */
  onRetry: undefined,
  /** Who decides when a refusal arrives. @type {undefined | ((arrive: () => void) => void)} */
  onRefusal: undefined,
  /** What a refresh waits for. @type {undefined | (() => Promise<unknown>)} */
  onRefresh: undefined,
};

/** The one access token that is taken. */
let good = "";
let tokens = 0;

/** A JWT that is valid for a day; its signature is never verified. */
const nextToken = () => {
  const now = Math.floor(Date.now() / 1000);
  const part = (/** @type {unknown} */ value) =>
    btoa(JSON.stringify(value)).replace(/=+$/, "");
  return [
    part({ alg: "HS256", typ: "JWT" }),
    part({ sub: "user-1", iat: now, exp: now + 86400, jti: ++tokens }),
    "c2lnbmF0dXJl".repeat(4),
  ].join(".");
};

/** A new session in the store that all peers read, and a back end that does nothing special. */
export const signIn = () => {
  good = nextToken();
  localStorage.setItem("accessToken", good);
  localStorage.setItem("refreshToken", "the-refresh-token");
  backEnd.answer = JSON.stringify({ id: 1, user: "user-1" });
  backEnd.refreshes = 0;
  backEnd.onRefusal = backEnd.onRefresh = backEnd.onRetry = undefined;
};

/** From here on the token in the store is refused. */
export const expire = () => {
  good = nextToken();
};

/**
 * @param {any} input
 * @param {any} init
 */
const stub = async (input, init) => {
  const request = input instanceof Request ? input : undefined;
  const signal = init?.signal ?? request?.signal;
  if (signal?.aborted) throw signal.reason;
  if ((request?.url ?? String(input)).endsWith("/refresh-token")) {
    backEnd.refreshes++;
    await backEnd.onRefresh?.();
    return new Response(JSON.stringify({ token: good }), JSON_TYPE);
  }
  const headers = request?.headers ?? init.headers;
  if (authorization(headers) === "Bearer " + good) {
    const { onRetry } = backEnd;
    backEnd.onRetry = undefined;
    onRetry?.();
    return new Response(backEnd.answer, JSON_TYPE);
  }
  const { onRefusal } = backEnd;
  if (onRefusal) await new Promise((arrive) => onRefusal(() => arrive(0)));
  return new Response('{"code":401}', { ...JSON_TYPE, status: 401 });
};

/** @param {any} headers */
const authorization = (headers) =>
  headers instanceof Headers
    ? headers.get("authorization")
    : (headers.Authorization ?? headers.authorization);

export const stubbed = location.search === "?stub";
if (stubbed) globalThis.fetch = /** @type {any} */ (stub);

/** The memories of all WebAssembly that the peers have started. @type {WebAssembly.Memory[]} */
const memories = [];

/** How much that is, in pages of 64 KiB. */
export const wasmPages = () =>
  memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0) / 65536;

const { Instance } = WebAssembly;
WebAssembly.Instance = /** @type {any} */ (
  function (/** @type {[WebAssembly.Module, any]} */ ...args) {
    const instance = new Instance(...args);
    for (const value of Object.values(instance.exports))
      if (value instanceof WebAssembly.Memory) memories.push(value);
    return instance;
  }
);
