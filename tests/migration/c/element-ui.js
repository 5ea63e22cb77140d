// @ts-check
// Stands in for Element UI's dialog: the user always chooses to log in again.

export const MessageBox = {
  /**
   * @param {string} message
   * @param {string} title
   */
  async confirm(message, title) {
    alert(`${title} ${message}`);
  },
};
