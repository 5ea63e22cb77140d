// @ts-check
// A page of the app as the scenario sees it: the requests made in it, and what `page.js` has noted.

import { until } from "./wait.js";

/**
 * What has become of a request; nothing yet without an outcome.
 *
 * @typedef {{ outcome?: Outcome }} Request
 * @typedef {{ ok: boolean, data?: any, status?: number, code?: string, url?: string, resolved?: boolean }} Outcome
 */

export class Tab {
  /** @type {Request[]} */
  requests = [];

  /** @param {HTMLIFrameElement} frame */
  constructor(frame) {
    this.frame = frame;
  }

  /**
   * Opens an app whose back end is at an address.
   *
   * @param {string} app
   * @param {string} backEnd
   */
  static async open(app, backEnd) {
    const frame = document.createElement("iframe");
    frame.src = `/harness/page.html?${new URLSearchParams({ app, backEnd })}`;
    document.body.append(frame);
    const tab = new Tab(frame);
    await until(() => tab.page?.app);
    return tab;
  }

  /** @returns {typeof import("./page.js").page} */
  get page() {
    // @ts-expect-error It is on the frame's window.
    return this.frame.contentWindow.page;
  }

  get app() {
    return this.page.app;
  }

  /**
   * Makes a request as the app does, to a path below its base, or to a whole URL.
   *
   * @param {{ url: string, method?: string, data?: unknown }} config
   */
  request(config) {
    const { base = "" } = this.app;
    const url = config.url.startsWith("/") ? base + config.url : config.url;
    return this.follow(this.app.request({ ...config, url }));
  }

  /**
   * Keeps what becomes of something that the app does.
   *
   * @param {Promise<any>} promise
   */
  follow(promise) {
    /** @type {Request} */
    const request = {};
    promise.then(
      (answer) => (request.outcome = answered(answer)),
      (error) => (request.outcome = failed(error)),
    );
    this.requests.push(request);
    return request;
  }

  /**
   * How many requests were sent to URLs with this part.
   *
   * @param {string} part
   */
  sent(part) {
    return this.page.line.filter(({ url }) => url.includes(part)).length;
  }

  /** How many requests besides refreshes were answered as refused. */
  refused() {
    const refused = this.page.line.filter(
      ({ url, status }) =>
        (status === 401 || status === 403) && !url.includes("refresh"),
    );
    return refused.length;
  }

  /** Whether nothing is on the line. */
  isIdle() {
    return this.page.line.every(({ status }) => status !== undefined);
  }

  /**
   * Whatever is sent to URLs with this part waits until the function returned is called.
   *
   * @param {string} part
   */
  delay(part) {
    const { promise, resolve } = Promise.withResolvers();
    this.page.gate = { part, opened: promise };
    return () => resolve(undefined);
  }

  close() {
    this.frame.remove();
  }
}

/** @returns {Outcome} */
function answered(/** @type {any} */ answer) {
  // D's interceptor resolves to the response of an error.
  if (answer?.config && answer.status >= 400)
    return { ok: false, status: answer.status, resolved: true };
  // A and D have the response, B and C its data.
  return { ok: true, data: answer?.data ?? answer };
}

/** @returns {Outcome} */
function failed(/** @type {any} */ { name, code = name, response, config }) {
  return { ok: false, code, status: response?.status, url: config?.url };
}
