// @ts-check
// A user of the demo server, and what the server does for and to one.

export class User {
  /**
   * @param {{ username: string, password: string }} credentials
   * @param {string} control where the server's control interface has this user
   */
  constructor(credentials, control) {
    this.credentials = credentials;
    this.control = control;
  }

  /**
   * Creates a user that no other step has.
   *
   * @param {string} control the server's control interface
   */
  static async make(control) {
    const answer = await fetch(control + "/users", { method: "POST" });
    const credentials = await answer.json();
    return new User(credentials, `${control}/${credentials.username}`);
  }

  /**
   * Does what one of the control interface's paths says: `expire`, `hold`, `release`.
   *
   * @param {string} path
   * @param {object | null} body
   */
  async order(path, body = null) {
    const init = { method: "POST", body: JSON.stringify(body) };
    const answer = await fetch(`${this.control}/${path}`, init);
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  }

  /**
   * What the server has counted, once that is at least what a query such as `held=1` says.
   *
   * @param {string} wanted
   */
  async counts(wanted = "") {
    const answer = await fetch(`${this.control}?${wanted}`);
    const counts = await answer.json();
    if (!answer.ok)
      throw new Error(`${wanted} is waited for: ${JSON.stringify(counts)}`);
    return counts;
  }
}
