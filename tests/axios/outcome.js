// @ts-check
// What a caller got, as plain data that can be compared and shown.

/**
 * Any value at all. What JSON has no word for stands in an object of one member that names its kind.
 * @param {any} value
 * @returns {Promise<any>}
 */
export const plain = async (value) => {
  if (value === null || ["string", "boolean"].includes(typeof value))
    return value;
  if (typeof value === "number")
    return Number.isFinite(value) ? value : { number: String(value) };
  if (typeof value !== "object")
    return typeof value === "undefined"
      ? { undefined: true }
      : { [typeof value]: true };
  if (value instanceof Date) return { Date: value.getTime() };
  if (value instanceof URLSearchParams) return { URLSearchParams: `${value}` };
  if (value instanceof File)
    return { File: [value.name, value.type, await text(value)] };
  if (value instanceof Blob) return { Blob: [value.type, await text(value)] };
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value))
    return {
      [value.constructor.name]: await text(
        new Blob([/** @type {any} */ (value)]),
      ),
    };
  if (value instanceof FormData) return { FormData: await plain([...value]) };
  if (value instanceof ReadableStream)
    return { ReadableStream: await new Response(value).text() };
  if (value instanceof Response) return { Response: await value.text() };
  if (value instanceof Node)
    return { Node: new XMLSerializer().serializeToString(value) };
  if (value instanceof AbortSignal) return { AbortSignal: value.aborted };
  if (value instanceof Error)
    return { Error: { name: value.name, message: value.message } };
  if (Array.isArray(value)) return Promise.all(value.map(plain));
  /** @type {Record<string, any>} */
  const members = {};
  for (const name of Object.keys(value).sort())
    members[name] = await plain(value[name]);
  return members;
};

/**
 * How a call ended.
 * @param {import("./sides.js").Side} side
 * @param {() => any} call
 */
export const outcomeOf = async (side, call) => {
  try {
    const value = await call();
    return isResponse(value)
      ? { response: await response(value) }
      : { value: await plain(value) };
  } catch (error) {
    return { error: await failure(side, error) };
  }
};

/** @param {any} value */
const isResponse = (value) =>
  typeof value === "object" && value && "data" in value && "headers" in value;

/** @param {any} answer */
export const response = async (answer) => ({
  data: await plain(answer.data),
  status: answer.status,
  statusText: answer.statusText,
  headers: await headers(answer.headers),
  config: await config(answer.config),
  request: await request(answer.request),
});

/** Own keys as they are written, in any order. @param {any} given */
export const headers = async (given) => {
  const members = await plain(given?.toJSON ? given.toJSON() : given);
  if (members && typeof members === "object") delete members.date;
  return members;
};

/** What a caller reads of a config: what was asked for, and what was made of it. */
const CONFIG = [
  "url",
  "method",
  "baseURL",
  "params",
  "data",
  "timeout",
  "responseType",
];

/** @param {any} given */
const config = async (given) => {
  if (!given) return plain(given);
  /** @type {Record<string, any>} */
  const members = { headers: await headers(given.headers) };
  for (const name of CONFIG) members[name] = await readable(given[name]);
  return members;
};

/** A stream that was sent cannot be read again. @param {any} value */
const readable = async (value) =>
  value instanceof ReadableStream ? { ReadableStream: true } : plain(value);

/** One case compares the URL as it is. @param {any} given */
const request = async (given) =>
  given ? { url: absolute(given.url), method: given.method } : (given ?? null);

/** @param {any} url */
const absolute = (url) => {
  try {
    return new URL(url, location.href).href;
  } catch {
    return plain(url);
  }
};

/**
 * @param {import("./sides.js").Side} side
 * @param {any} error
 */
const failure = async (side, error) => {
  if (!(error instanceof Error)) return { thrown: await plain(error) };
  const given = /** @type {any} */ (error);
  return {
    name: className(error.name),
    message: error.message,
    code: await plain(given.code),
    status: await plain(given.status),
    isAxiosError: side.isAxiosError(error),
    isCancel: side.isCancel(error),
    instance: !!side.Error && error instanceof side.Error,
    response: given.response
      ? await response(given.response)
      : await plain(given.response),
    config: await config(given.config),
    request: await request(given.request),
    cause: await plain(given.cause),
  };
};

/** The classes are called differently; one case compares that. @param {string} name */
const className = (name) => (name === "EverfetchError" ? "AxiosError" : name);

/** @param {Blob} blob */
const text = async (blob) => {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
      bytes,
    );
  } catch {
    return [...bytes]
      .map((byte) => byte.toString(16).padStart(2, "0"))
      .join("");
  }
};
