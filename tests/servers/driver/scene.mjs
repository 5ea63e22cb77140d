// @ts-check
// One job: a browser without cookies or storage, a new user, and the server's own log.

import assert from "node:assert/strict";

/** @typedef {import("./types.mjs").Row} Row */
/** @typedef {import("./types.mjs").BackEnd} BackEnd */
/** @typedef {import("playwright-core").BrowserContext} BrowserContext */
/** @typedef {import("playwright-core").Page} Page */

/** How much longer than its lifetime a token is waited for, in milliseconds. */
const BEYOND = 700;

/** How long what happens at once in a page may take on a busy machine, in milliseconds. */
const PATIENCE = 15_000;

let users = 0;

export class Scene {
  /** @type {import("./types.mjs").User} */
  #user;
  #seen = 0;
  #since = Date.now();
  /** @type {object} */
  #variant = {};

  /**
   * @param {Row} row
   * @param {BackEnd} backEnd
   * @param {BrowserContext} context
   * @param {string} origin of the page
   */
  constructor(row, backEnd, context, origin) {
    Object.assign(this, { row, backEnd, context, origin });
    this.row = row;
    this.backEnd = backEnd;
    this.context = context;
    this.origin = origin;
    users += 1;
    const username = `user${users}@example.com`; // some log in by e-mail address
    this.#user = { username, password: `Secret-${users}` };
  }

  /** Registers the user. */
  async begin() {
    await this.backEnd.register(this.#user);
    this.#seen = (await this.backEnd.log()).length;
  }

  /** A tab in which the user has logged in. @param {object} [variant] options in addition to the application's */
  async signedIn(variant = {}) {
    this.#variant = variant;
    const tab = await this.open();
    await tab.logIn(this.#user);
    const { obtains = 0 } = this.row;
    if (obtains) {
      // The session is in the cookie; the first request obtains the access token.
      assert.deepEqual(await tab.get(1), [200]);
      assert.equal(await this.refreshes(), obtains);
      this.#seen = (await this.backEnd.log()).length;
    }
    this.#since = Date.now();
    return tab;
  }

  /** A further tab. */
  async open() {
    const page = await this.context.newPage();
    const tab = new Tab(page, this.row);
    await page.addInitScript(
      (variant) => sessionStorage.setItem("variant", variant),
      JSON.stringify(this.#variant),
    );
    await tab.visit(this.origin);
    return tab;
  }

  /** Waits until the access token has expired: a real one, by the server's clock. */
  async expiry() {
    const until = this.#since + this.row.lifetime * 1000 + BEYOND;
    const wait = Math.max(until - Date.now(), 0);
    await new Promise((done) => setTimeout(done, wait));
  }

  /** How often the server was requested to refresh, by its own log. */
  async refreshes() {
    const log = await this.backEnd.log();
    return log.slice(this.#seen).filter(this.row.refreshes).length;
  }

  /** How many refreshes an expired token takes. */
  get renews() {
    return this.row.renews ?? 1;
  }

  revoke() {
    return this.backEnd.revoke(this.#user);
  }

  sessions() {
    return this.backEnd.sessions(this.#user);
  }

  /** Logs in with a wrong password. @param {Tab} tab */
  async refuse(tab) {
    const wrong = { ...this.#user, password: "wrong" };
    const error = await tab.logIn(wrong).then(
      () => assert.fail("the wrong password was accepted"),
      (/** @type {Error} */ error) => error,
    );
    const found = /caught (\{.*?\}) from/.exec(error.message)?.[1];
    return /** @type {{ code?: string, status?: number, message: string }} */ (
      JSON.parse(found ?? assert.fail(error))
    );
  }
}

export class Tab {
  #navigations = 0;
  #expected = 0;

  /** @param {Page} page @param {Row} row */
  constructor(page, row) {
    this.page = page;
    this.row = row;
    page.setDefaultTimeout(PATIENCE);
    page.on("framenavigated", (frame) => {
      if (frame === page.mainFrame()) this.#navigations += 1;
    });
  }

  /** How often the page has left by itself. */
  navigations() {
    return this.#navigations - this.#expected;
  }

  /** @param {string} origin */
  async visit(origin) {
    this.#expected += 1;
    await this.page.goto(origin);
    await this.ready();
  }

  async reload() {
    this.#expected += 1;
    await this.page.reload();
    await this.ready();
  }

  async ready() {
    await this.page.waitForFunction(() => "app" in globalThis);
  }

  /** @param {import("./types.mjs").User} user */
  async logIn(user) {
    if (this.row.logIn) {
      await this.row.logIn(this.page, user);
      await this.ready();
      this.#expected = this.#navigations;
      return;
    }
    await this.page.evaluate(async ({ username, password }) => {
      try {
        await app.logIn(username, password);
      } catch (error) {
        const { code, response } = error;
        const { message } = error;
        const caught = { code, status: response?.status, message };
        throw new Error(`caught ${JSON.stringify(caught)} from ${error.stack}`);
      }
    }, user);
  }

  /** Requests the user's own data this many times at once: the statuses, or the codes of errors. @param {number} count */
  get(count) {
    return this.page.evaluate(([count, path]) => {
      const one = () =>
        app.api.get(path).then(
          ({ status }) => status,
          ({ code, response, message }) =>
            code?.startsWith("ERR_BAD") ? response.status : (code ?? message),
        );
      return Promise.all(Array.from({ length: count }, one));
    }, /** @type {const} */ ([count, this.row.me]));
  }

  /** Sends a file in a form, and returns the size that the server received. @param {number} size */
  upload(size) {
    return this.page.evaluate(async ([size, path]) => {
      const form = new FormData();
      form.append("file", new File(["x".repeat(size)], "file.txt"));
      const { data } = await app.api.post(path, form);
      return app.sizeOf ? app.sizeOf(data) : data.size;
    }, /** @type {const} */ ([size, this.row.upload]));
  }

  /** Downloads a file: its type and its text. */
  download() {
    return this.page.evaluate(async (path) => {
      const { data } = await app.api.get(path, { responseType: "blob" });
      return [data.type, await data.text()];
    }, this.row.download ?? this.row.me);
  }

  logOut() {
    return this.page.evaluate(() => app.logOut());
  }

  /** @returns {Promise<string>} */
  state() {
    return this.page.evaluate(() => app.api.session.state);
  }

  /** The entries of the stores that are tokens. @returns {Promise<string[]>} */
  tokens() {
    return this.page.evaluate(() =>
      [localStorage, sessionStorage].flatMap((store) =>
        Object.keys(store).filter(
          (key) => /token|^jwt/i.test(key) && !/ everfetch/.test(key),
        ),
      ),
    );
  }

  /** Holds the way to the log-in up, so that the page can still say what it got. Returns what lets it go on. */
  async holdLogin() {
    const { promise, resolve } = withResolvers();
    await this.page.route(/\/login$/, async (route) => {
      await promise;
      await route.continue();
    });
    return resolve;
  }

  /** Waits until the session's end has brought the page to the log-in. */
  async atLogin() {
    await this.page.waitForURL(/\/login$/);
  }
}

/** @returns {{ promise: Promise<void>, resolve: () => void }} */
function withResolvers() {
  let resolve = () => {};
  /** @type {Promise<void>} */
  const promise = new Promise((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
