// @ts-check
// One step of the scenario: a server, a browser without storage, an app in one or two tabs, and what goes wrong.

import { Server } from "./server.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** What became of a request. @typedef {{ ok: boolean, data?: any, code?: string, message?: string }} Outcome */
/** @typedef {{ url: string, method?: string, data?: unknown, responseType?: string }} Config */

/** How long what has to happen may take on a busy machine, in ms. */
const PATIENCE_MS = 20_000;

export class Scene {
  /** @type {string[]} */
  wrongs = [];

  /**
   * @param {import("playwright-core").BrowserContext} context
   * @param {Server} server
   * @param {string} app
   */
  constructor(context, server, app) {
    this.context = context;
    this.server = server;
    this.app = app;
  }

  /** Another tab of the app. */
  async open() {
    const page = await this.context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(this.server.origin);
    await page.evaluate(async (path) => {
      Object.assign(globalThis, { app: await import(path) });
    }, `/${this.app}.js`);
    return new Tab(page);
  }

  /** A tab in which the user has logged in. */
  async signedIn() {
    const tab = await this.open();
    await tab.logIn();
    return tab;
  }

  /**
   * Makes the refresh wait until the pages have seen so many refusals: a page without everfetch refreshes once more for
   * a refusal that it sees later.
   * @param {number} count
   * @param {() => Promise<Outcome[]>} send
   */
  async refusing(count, send) {
    const { context, server } = this;
    let release = () => {};
    server.held = new Promise((resolve) => {
      release = () => resolve(undefined);
    });
    let arrived = 0;
    const counted = () => void arrived++;
    context.on("requestfinished", counted);
    const end = Date.now() + PATIENCE_MS;
    const outcomes = send();
    while (arrived < count && Date.now() < end)
      await new Promise((resolve) => setTimeout(resolve, 5));
    context.off("requestfinished", counted);
    // What has arrived is handled before a page's next turn but one.
    for (const page of context.pages())
      await page.evaluate(async () => {
        for (let turn = 0; turn < 2; turn++)
          await new Promise((resolve) => setTimeout(resolve));
      });
    release();
    return outcomes;
  }

  get refreshes() {
    return this.server.answersOf("/auth/refresh-token").length;
  }

  /** @param {string} wrong @param {unknown} holds */
  check(wrong, holds) {
    if (!holds) this.wrongs.push(wrong);
  }
}

export class Tab {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
  }

  /**
   * @param {string} [password]
   * @param {string} [username]
   * @returns {Promise<Outcome>}
   */
  logIn(password = "right", username = "ada") {
    return this.page.evaluate(
      async (credentials) => {
        try {
          await window.app.logIn(credentials);
          return { ok: true };
        } catch (error) {
          return { ok: false, message: /** @type {Error} */ (error).message };
        }
      },
      { username, password },
    );
  }

  /** Makes these requests at once. @param {Config[]} configs @returns {Promise<Outcome[]>} */
  send(configs) {
    return this.page.evaluate(
      ({ configs, ms }) => {
        const late = () =>
          new Promise((resolve) =>
            setTimeout(() => resolve({ ok: false, message: "hangs" }), ms),
          );
        const one = async (/** @type {any} */ config) => {
          try {
            const data = await window.app.request(config);
            return {
              ok: true,
              data: data instanceof Blob ? await data.text() : data,
            };
          } catch (error) {
            const { code, message } = /** @type {any} */ (error);
            return { ok: false, code, message };
          }
        };
        return Promise.all(
          configs.map((config) => Promise.race([one(config), late()])),
        );
      },
      { configs, ms: PATIENCE_MS },
    );
  }

  /** So many GETs. @param {number} count */
  get(count) {
    return this.send(
      Array.from({ length: count }, (_, each) => ({ url: `/items/${each}` })),
    );
  }

  /** What the user has seen. */
  ui() {
    return this.page.evaluate(() => {
      const { asked, dialogs, messages, visited } = window.app.ui;
      return { asked, open: dialogs.length, messages, visited };
    });
  }

  /** @param {string} language */
  speak(language) {
    return this.page.evaluate((language) => {
      window.app.ui.language = language;
    }, language);
  }

  /** Waits until the page shows that much. @param {string} condition of `ui` */
  until(condition) {
    return this.page.waitForFunction(`(${condition})(window.app.ui)`);
  }

  /** Answers the dialog. @param {boolean} yes */
  answer(yes) {
    return this.page.evaluate(
      (yes) => window.app.ui.dialogs[0].answer(yes),
      yes,
    );
  }

  /** The values that the page stores. @returns {Promise<string>} */
  stored() {
    return this.page.evaluate(
      () => JSON.stringify({ ...localStorage }) + document.cookie,
    );
  }
}
