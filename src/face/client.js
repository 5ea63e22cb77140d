// @ts-check
// What `createClient()` returns: a function with methods, as axios's instance is; and the answers that its
// promises resolve to.

import {
  WITHOUT_DATA,
  WITH_DATA,
  checkConfig,
  mergeConfig,
  prepare,
} from "./config.js";
import { EverfetchError, canceled, fail, isEverfetchError } from "./error.js";
import { Exchange, Waiter, carriesToken } from "./exchange.js";
import { openClient } from "./open.js";

const succeeds = (/** @type {number} */ status) =>
  status >= 200 && status < 300;

/**
 * @param {any} wasm
 * @param {any} options
 */
export const makeClient = (wasm, options) => {
  options ??= {};
  checkConfig(options, "createClient(options)");
  const client = openClient(wasm, options);
  const { session: _, fetch: __, ...own } = options;
  const defaults = {
    timeout: 0,
    validateStatus: succeeds,
    ...own,
    headers: {
      ...Object.fromEntries(
        WITHOUT_DATA.concat(WITH_DATA).map((method) => [method, {}]),
      ),
      ...own.headers,
      common: {
        Accept: "application/json, text/plain, */*",
        ...own.headers?.common,
      },
    },
  };

  /** @type {any} */
  const api = async (/** @type {any} */ first, /** @type {any} */ second) => {
    const given =
      typeof first === "string" ? { ...second, url: first } : (first ?? {});
    checkConfig(given, "the request");
    return perform(client, mergeConfig(defaults, given));
  };
  api.request = api;
  api.defaults = defaults;
  api.session = sessionOf(client);
  for (const method of WITHOUT_DATA)
    api[method] = (/** @type {string} */ url, /** @type {any} */ config) =>
      api({ ...config, method, url });
  for (const method of WITH_DATA)
    api[method] = (
      /** @type {string} */ url,
      /** @type {any} */ data,
      /** @type {any} */ config,
    ) => api({ ...config, method, url, data });
  return api;
};

/**
 * @param {any} client
 * @param {any} config
 */
const perform = async (client, config) => {
  const { url, init } = prepare(config);
  const request = { url, method: init.method };
  const exchange = new Exchange(client, config, url, init);
  try {
    const response = await shape(await exchange.perform(), config, request);
    const { status } = response;
    if (!config.validateStatus || config.validateStatus(status))
      return response;
    throw new EverfetchError(
      "Request failed with status code " + status,
      status < 500 ? "ERR_BAD_REQUEST" : "ERR_BAD_RESPONSE",
      config,
      request,
      response,
    );
  } catch (error) {
    throw await explain(error, exchange, config, request);
  } finally {
    exchange.done();
  }
};

/**
 * Whatever was thrown, as the one error class.
 * @param {any} error
 * @param {Exchange} exchange
 * @param {any} config
 * @param {any} request
 */
const explain = async (error, exchange, config, request) => {
  if (config.signal?.aborted) return canceled(config, request);
  if (exchange.timedOut) {
    const message =
      config.timeoutErrorMessage ?? `timeout of ${config.timeout}ms exceeded`;
    const code = config.transitional?.clarifyTimeoutError
      ? "ETIMEDOUT"
      : "ECONNABORTED";
    return new EverfetchError(message, code, config, request);
  }
  if (!isEverfetchError(error))
    return error instanceof TypeError || error?.name === "AbortError"
      ? new EverfetchError(
          "Network Error",
          "ERR_NETWORK",
          config,
          request,
          undefined,
          error,
        )
      : error;
  if (error.config) return error;
  // The session's own: it knows neither the config nor the refusal.
  error.config = config;
  error.request = request;
  if (exchange.refusal) {
    error.response = await shape(exchange.refusal, config, request).catch(
      () => undefined,
    );
    error.status = error.response?.status;
  }
  return error;
};

/**
 * What a user holds of the session.
 * @param {any} client
 */
const sessionOf = (client) => {
  const { session } = client;
  const waiter = () => new Waiter(client);
  return session
    ? {
        get state() {
          return session.state;
        },
        signIn: (/** @type {any} */ tokens) => session.signIn(client, tokens),
        signOut: () => session.signOut(client),
        accessToken: async () => {
          const stamp = await waiter().admit(true);
          return (carriesToken(stamp) && session.access) || null;
        },
        refresh: async () => {
          await waiter().wait(session.demand(client));
        },
        subscribe: (/** @type {any} */ listener) => session.subscribe(listener),
      }
    : {
        state: "signed-out",
        signIn: absent,
        signOut: absent,
        accessToken: absent,
        refresh: absent,
        subscribe: absent,
      };
};

const absent = () => {
  throw fail(
    "ERR_BAD_OPTION",
    'this client has no session; give it one: createClient({ session: { refresh: "/auth/refresh" } })',
  );
};

/** Own members in lower case, as axios has them, and the methods of a reader. */
class ResponseHeaders {
  /** @param {Headers} headers */
  constructor(headers) {
    for (const [name, value] of headers)
      /** @type {any} */ (this)[name] = value;
  }

  /** @param {string} name */
  get(name) {
    return /** @type {any} */ (this)[name.toLowerCase()];
  }

  /** @param {string} name */
  has(name) {
    return Object.hasOwn(this, name.toLowerCase());
  }

  toJSON() {
    return { ...this };
  }

  [Symbol.iterator]() {
    return Object.entries(this)[Symbol.iterator]();
  }
}

/**
 * @param {Response} native
 * @param {any} config
 * @param {any} request
 */
const shape = async (native, config, request) => ({
  data: await read(native, config.responseType),
  status: native.status,
  statusText: native.statusText,
  headers: new ResponseHeaders(native.headers),
  config,
  request,
  native,
});

/**
 * @param {Response} native
 * @param {string | undefined} type
 */
const read = async (native, type) => {
  switch (type) {
    case "arraybuffer":
      return native.arrayBuffer();
    case "blob":
      return native.blob();
    case "formdata":
      return native.formData();
    case "stream":
      return native.body;
    case "text":
      return native.text();
    default: {
      const text = await native.text();
      try {
        return text && JSON.parse(text);
      } catch {
        // Not JSON, whatever was expected: the text is more than an error would be, and is what axios gives.
        return text;
      }
    }
  }
};
