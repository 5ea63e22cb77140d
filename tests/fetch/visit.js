// @ts-check
// A user of the demo server's back end B, signed in to a client of their own.

import { createClient } from "/node_modules/everfetch/dist/index.js";

export class Visit {
  /** Every request that was sent, as the platform's fetch got it. @type {[any, any][]} */
  sent = [];

  /** @param {{ username: string, password: string }} user */
  constructor(user) {
    this.user = user;
  }

  /**
   * @param {any} [session] options of the session
   * @param {any} [options] other options
   */
  static async begin(session, options) {
    const added = await fetch("/control/users", { method: "POST" });
    const visit = new Visit(await added.json());
    visit.api = createClient({
      fetch: visit.spy,
      ...options,
      session: {
        refresh: { url: "/b/refresh-token", retries: 0 },
        storage: "memory",
        loginURL: false,
        ...session,
      },
    });
    await visit.signIn();
    return visit;
  }

  /** One whose token has just expired. @param {any} [session] @param {any} [options] */
  static async expired(session, options) {
    const visit = await Visit.begin(session, options);
    await visit.order("expire");
    return visit;
  }

  /** One whose token is about to expire. @param {any} [session] @param {any} [options] */
  static async due(session, options) {
    const storage = new Store();
    const visit = await Visit.begin({ storage, ...session }, options);
    storage.setItem("accessToken", aging(visit.user.username));
    return visit;
  }

  /** One whose refresh is under way, and takes until `release`. @param {any} [session] */
  static async refreshing(session) {
    const visit = await Visit.expired(session);
    await visit.order("hold");
    const first = visit.api.fetch("/b/me");
    // Some tests do not await it; then it must not be an unhandled rejection.
    first.catch(() => {});
    await visit.count("held");
    return { visit, first };
  }

  /** The platform's fetch, which keeps what it gets. */
  spy = (/** @type {any} */ input, /** @type {any} */ init) => {
    this.sent.push([input, init]);
    return fetch(input, init);
  };

  /** Those of them that `api.fetch` made. @type {Request[]} */
  get requests() {
    return this.sent.map(([input]) => input).filter((it) => it.headers);
  }

  /** The tokens that went along, in order. */
  get tokens() {
    return this.requests
      .map(
        ({ headers }) => /** @type {string} */ (headers.get("authorization")),
      )
      .filter(Boolean);
  }

  /** Tokens of this user. */
  async grant() {
    const init = { method: "POST", body: JSON.stringify(this.user) };
    return (await fetch("/b/login", init)).json();
  }

  async signIn() {
    this.api.session.signIn(await this.grant());
  }

  /**
   * @param {string} path of the control interface: `expire`, `hold`, `release`
   * @param {any} [body]
   */
  async order(path, body = {}) {
    const url = `/control/${this.user.username}/${path}`;
    await fetch(url, { method: "POST", body: JSON.stringify(body) });
  }

  /**
   * What the server has counted, once it is at least so many.
   * @param {string} name
   * @param {number} [least]
   */
  async count(name, least = 1) {
    const url = `/control/${this.user.username}?${name}=${least}`;
    return (await (await fetch(url)).json())[name];
  }

  /** How many refreshes there have been. */
  refreshes = () => this.count("refreshes", 0);
}

/** What the application keeps tokens in. */
class Store extends Map {
  getItem = (/** @type {string} */ key) => this.get(key) ?? null;
  setItem = (/** @type {string} */ key, /** @type {string} */ value) =>
    void this.set(key, value);
  removeItem = (/** @type {string} */ key) => void this.delete(key);
}

/** A token with five seconds of a hundred left. @param {string} sub */
const aging = (sub) => {
  const now = Math.floor(Date.now() / 1000);
  const claims = JSON.stringify({ sub, iat: now - 95, exp: now + 5 });
  return `e30.${btoa(claims).replaceAll("=", "")}.x`;
};

/**
 * @param {unknown} actual
 * @param {unknown} expected
 * @param {string} [what]
 */
export const equal = (actual, expected, what = "it") => {
  const [is, wanted] = [actual, expected].map((it) => JSON.stringify(it));
  if (is !== wanted) throw new Error(`${what} is ${is}, not ${wanted}`);
};

/** What a promise rejects with. @param {Promise<any>} promise @returns {Promise<any>} */
export const rejection = (promise) =>
  promise.then(
    (value) => {
      throw new Error(`it resolved with ${value?.status ?? value}`);
    },
    (error) => error,
  );
