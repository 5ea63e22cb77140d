// @ts-check
// One run of one case: a fetch, URLs of the demo server's recorder, and what has arrived there.

/**
 * @typedef {object} Answer what a URL is answered with; see www/server/src/recorder.rs
 * @property {number} [status]
 * @property {[string, string][]} [headers]
 * @property {string} [body]
 * @property {number} [times] how often the body is repeated
 * @property {string[]} [pieces] instead of a body, without a length
 * @property {"well" | "never" | "body-never" | "cut" | "body-cut"} [end]
 */

const { corsOrigin } = await (await fetch("/control/info")).json();

/** The server's other origin. */
export const OTHER = /** @type {string} */ (corsOrigin);

export class Trial {
  /** @param {typeof fetch} fetch the one on trial */
  constructor(fetch) {
    this.fetch = fetch;
    this.name = crypto.randomUUID();
  }

  /**
   * @param {Answer} [answer]
   * @param {string} [rest] of the path
   */
  path(answer, rest = "") {
    const described = answer ? encodeURIComponent(JSON.stringify(answer)) : "-";
    return `/recorder/${this.name}/${described}${rest}`;
  }

  /** @type {(answer?: Answer, rest?: string) => string} */
  url = (answer, rest) => location.origin + this.path(answer, rest);

  /** On the other origin. @type {(answer?: Answer, rest?: string) => string} */
  other = (answer, rest) => OTHER + this.path(answer, rest);

  /** An answer that leads there. @type {(to: string, status?: number) => Answer} */
  leads = (to, status = 302) => ({ status, headers: [["location", to]] });

  /** Waits until so many requests have arrived. */
  async arrived(least = 1) {
    const response = await fetch(
      `/control/recorder/${this.name}?least=${least}`,
    );
    if (!response.ok) throw new Error(`${least} requests never arrived`);
  }

  /** What has arrived since the last call. */
  async arrivals() {
    const path = `/control/recorder/${this.name}`;
    const response = await fetch(path, { method: "DELETE" });
    return /** @type {any[]} */ (await response.json()).map(steady);
  }

  /**
   * What arrives of a request.
   * @param {RequestInit} [init]
   * @param {RequestInfo | URL} [input]
   */
  async sent(init, input = this.url()) {
    await this.fetch(input, init);
    return (await this.arrivals())[0];
  }

  /**
   * One header of it.
   * @param {string} name
   * @param {RequestInit} [init]
   * @param {RequestInfo | URL} [input]
   */
  async header(name, init, input) {
    return (await this.sent(init, input)).headers[name];
  }

  /**
   * Its content type and its body.
   * @param {any} body
   * @param {RequestInit} [init]
   */
  async body(body, init) {
    const sent = await this.sent({ method: "POST", body, ...init });
    return [sent.headers["content-type"], sent.body];
  }
}

/**
 * Without what may differ between any two requests: the token, and the headers of the connection and the form.
 * @param {{ headers: [string, string][], body: string }} arrival
 */
const steady = (arrival) => {
  /** @type {Record<string, string>} */
  const headers = {};
  for (const [name, value] of arrival.headers)
    headers[name] = name in headers ? headers[name] + " | " + value : value;
  delete headers.connection;
  delete headers.authorization;
  const boundary = /boundary=(.*)/.exec(headers["content-type"] ?? "")?.[1];
  if (!boundary) return { ...arrival, headers };
  delete headers["content-length"];
  return JSON.parse(
    JSON.stringify({ ...arrival, headers }).replaceAll(boundary, "BOUNDARY"),
  );
};

/**
 * What a promise comes to.
 * @param {Promise<any>} promise
 */
export const outcome = (promise) =>
  promise.then(
    (value) => (value instanceof Response ? facts(value) : value),
    (error) => ({ rejected: kind(error) }),
  );

/**
 * Everything that is known about a rejection.
 * @param {any} error
 */
const kind = (error) =>
  error instanceof Error || error instanceof DOMException
    ? {
        name: error.name,
        message: error.message,
        is: error.constructor.name,
        code: /** @type {any} */ (error).code,
      }
    : { value: String(error) };

/** Only what it is called: `TypeError`. @param {Promise<any>} promise */
export const failure = (promise) =>
  promise.then(
    () => "none",
    (error) => error.name,
  );

/**
 * Everything that is known about a response, its body included.
 * @param {Response} response
 */
export const facts = async (response) => {
  const { status, statusText, ok, type, url, redirected } = response;
  const headers = [...response.headers].filter(([name]) => name !== "date");
  const before = response.bodyUsed;
  const text = await outcome(response.text());
  const used = [before, response.bodyUsed];
  return {
    ...{ status, statusText, ok, type, url, redirected, headers, text, used },
    native: response instanceof Response,
    streams: response.body === null ? null : response.body?.constructor.name,
  };
};
