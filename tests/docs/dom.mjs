// @ts-check
// A page that can be looked at and pressed: jsdom's, for what renders. Whatever is complained of there is kept.

import assert from "node:assert/strict";
import { format } from "node:util";
import { JSDOM, VirtualConsole } from "jsdom";
import { until } from "./until.mjs";

/** What a template of Vite's has, and React's. */
const HTML = '<!doctype html><div id="app"></div><div id="root"></div>';

/** The text of the application's other pages. */
export const PAGE = "a page";

/** What Node has as well, and a page has its own of. */
const OWN = ["Event", "CustomEvent", "location", "localStorage"];

/**
 * Makes this process a page. Before anything is imported that asks whether it is in one.
 * @param {URL} address
 */
export const openDom = (address) => {
  /** @type {string[]} */
  const complaints = [];
  const virtualConsole = new VirtualConsole();
  virtualConsole.on("jsdomError", (error) =>
    complaints.push(format(error.cause ?? error)),
  );
  const { window } = new JSDOM(HTML, {
    url: address.href,
    pretendToBeVisual: true,
    virtualConsole,
  });
  const { document } = window;
  giveDialogs(window);
  giveStyleSheets(window);

  for (const name of Object.getOwnPropertyNames(window))
    if (!(name in globalThis) || OWN.includes(name)) give(name, window[name]);
  give("sessionStorage", window.sessionStorage);
  for (const name of ["addEventListener", "removeEventListener"])
    give(name, window[name].bind(window));
  give("FormData", formData(window));
  for (const level of /** @type {const} */ (["error", "warn"]))
    console[level] = (...words) => complaints.push(format(...words));

  /** Until it is so, or something is complained of. @param {() => any} condition @param {string} what */
  const comes = (condition, what) =>
    until(() => {
      assert.deepEqual(complaints, []);
      return condition();
    }, what).catch((error) => {
      error.message += `\nThe page: ${document.body.innerHTML}`;
      throw error;
    });
  const text = () => document.body.textContent ?? "";

  return {
    complaints,
    document,
    until: comes,
    /** Something is on the page. */
    renders: () =>
      comes(
        () => text().trim() || document.querySelector("#app > *, #root > *"),
        "anything on the page",
      ),
    /** @param {string} what */
    shows: (what) => comes(() => text().includes(what), `"${what}"`),
    /** @param {string} what */
    hides: (what) => comes(() => !text().includes(what), `no "${what}"`),
    /** @param {string} path */
    arrives: (path) => comes(() => location.pathname === path, path),
    /** Waits for the button with this label, and presses it. @param {string} label */
    press: async (label) => {
      const named = (/** @type {Element} */ { textContent }) =>
        textContent?.trim() === label;
      const button = () => [...document.querySelectorAll("button")].find(named);
      (await comes(button, `the button "${label}"`)).click();
    },
    /** Types into the field, when it is there. @param {string} selector @param {string} value */
    type: async (selector, value) => {
      const field = () => document.querySelector(selector);
      const input = await comes(field, selector);
      input.value = value;
      input.dispatchEvent(new window.Event("input", { bubbles: true }));
    },
  };
};

/** @param {string} name @param {unknown} value */
const give = (name, value) =>
  Object.defineProperty(globalThis, name, {
    configurable: true,
    writable: true,
    value,
  });

/** A form's content as what Node's fetch can send. @param {any} window */
const formData = (window) =>
  class extends FormData {
    /** @param {HTMLFormElement} [form] */
    constructor(form) {
      super();
      if (form)
        for (const [name, value] of new window.FormData(form))
          this.append(name, value);
    }
  };

/** jsdom has no dialogs that open. @param {any} window */
const giveDialogs = ({ HTMLDialogElement }) =>
  Object.assign(HTMLDialogElement.prototype, {
    /** @this {HTMLDialogElement} */
    showModal() {
      assert.ok(!this.open, "it is open already");
      this.open = true;
    },
    /** @this {HTMLDialogElement} */
    close() {
      this.open = false;
    },
  });

/** jsdom has no style sheets that are made by scripts, and shows none. @param {any} window */
const giveStyleSheets = (window) => {
  window.document.adoptedStyleSheets = [];
  window.CSSStyleSheet = class {
    replaceSync() {}
  };
};
