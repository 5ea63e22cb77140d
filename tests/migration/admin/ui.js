// @ts-check
// What the template has of its component library and its router: messages, a dialog, the language, navigation. A test
// reads what was shown, and answers the dialog.

export const ui = {
  language: "zh-CN",
  /** @type {string[]} */
  messages: [],
  /** The dialogs that are open: each is a question and what answers it. @type {{ text: string, answer: (yes: boolean) => void }[]} */
  dialogs: [],
  /** How many there have been. */
  asked: 0,
  /** @type {string[]} */
  visited: [],

  /** @param {string} text */
  message(text) {
    ui.messages.push(text);
  },

  /**
   * Resolves when the user has clicked: true for "log in again".
   * @param {string} text
   * @returns {Promise<boolean>}
   */
  confirm(text) {
    ui.asked++;
    return new Promise((resolve) => {
      const dialog = {
        text,
        answer: (/** @type {boolean} */ yes) => {
          ui.dialogs.splice(ui.dialogs.indexOf(dialog), 1);
          resolve(yes);
        },
      };
      ui.dialogs.push(dialog);
    });
  },

  /** @param {string} path */
  push(path) {
    ui.visited.push(path);
  },
};
