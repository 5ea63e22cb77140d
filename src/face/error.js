// @ts-check
// The one error class, in axios's shape, so that existing handlers go on working.

const REGISTERED = Symbol.for("everfetch.error");

export class EverfetchError extends Error {
  /**
   * @param {string} message
   * @param {string} [code]
   * @param {any} [config]
   * @param {any} [request]
   * @param {any} [response]
   * @param {unknown} [cause]
   */
  constructor(message, code, config, request, response, cause) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "EverfetchError";
    this.code = code;
    this.config = config;
    this.request = request;
    this.response = response;
    this.status = response?.status;
  }

  /** What axios's errors give; neither tokens nor bodies are in it. */
  toJSON() {
    const { message, name, stack, code, status } = this;
    const { url, method, baseURL } = this.config ?? {};
    return {
      message,
      name,
      stack,
      code,
      status,
      config: { url, method, baseURL },
    };
  }
}

// On the prototype: told by the class, not copied to each error, and true across realms.
Object.defineProperties(EverfetchError.prototype, {
  isAxiosError: { value: true },
  [REGISTERED]: { value: true },
});

/**
 * An error of the session's own. Called by the wasm.
 * @param {string} code
 * @param {string} message
 * @param {unknown} cause
 */
export const fail = (code, message, cause) =>
  new EverfetchError(message, code, undefined, undefined, undefined, cause);

/**
 * @param {any} config
 * @param {any} request
 */
export const canceled = (config, request) => {
  const error = new EverfetchError("canceled", "ERR_CANCELED", config, request);
  error.name = "CanceledError";
  // What axios.isCancel looks for.
  return Object.defineProperty(error, "__CANCEL__", { value: true });
};

/** @param {any} value */
export const isEverfetchError = (value) => value?.[REGISTERED] === true;

/** @param {any} value */
export const isAxiosError = (value) => value?.isAxiosError === true;

/** @param {any} value */
export const isCancel = (value) => value?.__CANCEL__ === true;
