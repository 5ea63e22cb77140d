// @ts-check
// What a step of the scenario acts on: an app, before or after; its pages, its user, what goes wrong.

import { Tab } from "./tab.js";
import { User } from "./user.js";
import { until } from "./wait.js";

/** After so many looks with nothing on the line, nothing is going to happen: axios sets no timer. */
const IDLE_CHECKS = 10;

/** How each app keeps its tokens, and how it shows its user that the session is over. */
const APPS = {
  a: { keys: ["accessToken", "refreshToken"], ending: "left" },
  b: { keys: ["accessToken", "refreshToken"], ending: "left" },
  c: { keys: ["access_token", "refresh_token"], ending: "message" },
  d: { keys: ["access_token", "refresh_token"], ending: "message" },
};

/**
 * @typedef {object} Which
 * @property {keyof typeof APPS} app
 * @property {"before" | "after"} side
 * @property {string} foreign the origin of a third party's server
 */

export class World {
  /** @type {string[]} What went wrong. */
  wrongs = [];
  /** @type {Tab[]} */
  tabs = [];

  /**
   * @param {Which} which
   * @param {string} cors the server's other origin
   */
  constructor({ app, side, foreign }, cors) {
    this.app = app;
    this.side = side;
    this.foreign = foreign;
    const { origin } = location;
    this.backEnd = app === "d" ? cors + "/d" : "/" + app;
    // By the origin where the app's back end is not: a browser opens six connections to each, and
    // refreshes that the server holds may take all of them.
    this.control = (app === "d" ? origin : cors) + "/control";
  }

  /** @param {Which} which */
  static async make(which) {
    localStorage.clear();
    const info = await (await fetch("/control/info")).json();
    return new World(which, info.corsOrigin);
  }

  /** A user that no other step has. */
  newUser() {
    return User.make(this.control);
  }

  /** Opens the app in a page, or in one more. */
  async open() {
    const tab = await Tab.open(`${this.app}/${this.side}`, this.backEnd);
    this.tabs.push(tab);
    return tab;
  }

  /** Opens the app with a new user signed in. */
  async signedIn() {
    const [user, tab] = [await this.newUser(), await this.open()];
    await tab.app.login(user.credentials);
    return { user, tab };
  }

  /** The tokens in the store. */
  stored() {
    const stored = APPS[this.app].keys.map((key) => localStorage.getItem(key));
    return stored.filter((token) => token !== null);
  }

  /**
   * How often a page has shown its user that the session is over.
   *
   * @param {Tab} tab
   */
  messages(tab) {
    return APPS[this.app].ending === "left"
      ? tab.page.left.length
      : tab.page.messages.length;
  }

  /**
   * Requests at an expired token, every one of them refused before the refresh is answered.
   *
   * @param {User} user
   * @param {Tab[]} tabs
   * @param {number} count in each
   */
  async burst(user, tabs, count, config = {}) {
    await user.order("expire");
    await user.order("hold");
    const before = tabs.map((tab) => tab.refused());
    const requests = tabs.flatMap((tab) =>
      Array.from({ length: count }, (_, number) =>
        tab.request({ url: `/items/${number}`, ...config }),
      ),
    );
    await until(() =>
      tabs.every((tab, at) => tab.refused() >= before[at] + count),
    );
    await user.counts("held=1");
    await user.order("release");
    return requests;
  }

  /** Waits until every request is settled. Where it is plain that some never will be, that is wrong. */
  async settle() {
    if (!(await this.settled())) this.wrongs.push("never settles");
  }

  /** As `settle`; whether they are is for the caller to judge. */
  async settled() {
    const settled = () =>
      this.tabs.every((tab) => tab.requests.every(({ outcome }) => outcome));
    const dead = this.side === "before" ? this.atRest() : () => false;
    await until(() => settled() || dead());
    return settled();
  }

  /** Waits until nothing is on the line, and nothing follows. */
  async rest() {
    await until(this.atRest());
  }

  /**
   * Waits for what everfetch may do a moment after the requests are settled; axios has done it by then.
   *
   * @param {() => boolean} condition
   */
  async eventually(condition) {
    await this.rest();
    if (this.side === "after") await until(condition);
  }

  /**
   * What must hold, and what is wrong where it does not.
   *
   * @param {string} wrong
   * @param {() => unknown} condition
   */
  check(wrong, condition) {
    if (!condition()) this.wrongs.push(wrong);
  }

  close() {
    for (const tab of this.tabs) tab.close();
  }

  /** To be asked again and again. */
  atRest() {
    let checks = 0;
    return () => {
      checks = this.tabs.every((tab) => tab.isIdle()) ? checks + 1 : 0;
      return checks > IDLE_CHECKS;
    };
  }
}
