// @ts-check
// Beside the real library of a server in Node: its users and sessions, its log, and what the tests ask it.

import { randomUUID } from "node:crypto";

/** How long an access token lives, in seconds. */
export const LIFETIME = Number(process.env.LIFETIME ?? 5);

export class Control {
  /** @type {Map<string, string>} */
  #users = new Map();
  /** @type {Map<string, string>} the sessions that are open, and whose */
  #sessions = new Map();
  /** @type {import("../driver/types.mjs").Entry[]} */
  #log = [];
  /** @type {WeakMap<import("node:http").ServerResponse, string>} */
  #details = new WeakMap();

  /** @param {string | undefined} username @param {string | undefined} password */
  accepts(username, password) {
    const known = this.#users.get(username ?? "");
    return known !== undefined && known === password;
  }

  /** Opens a session. @param {string} username */
  open(username) {
    const session = randomUUID();
    this.#sessions.set(session, username);
    return session;
  }

  /** @param {string} session */
  isOpen(session) {
    return this.#sessions.has(session);
  }

  /** @param {string} session */
  close(session) {
    this.#sessions.delete(session);
  }

  /**
   * What the log has beside the path.
   * @param {import("node:http").ServerResponse} response
   * @param {string} detail
   */
  detail(response, detail) {
    this.#details.set(response, detail);
  }

  /** What a server with sessions of its own says instead. */
  hooks = {
    /** @param {string} username @param {string} password @returns {void | Promise<void>} */
    register: (username, password) => {
      this.#users.set(username, password);
    },
    /** @param {string} username @returns {void | Promise<void>} */
    revoke: (username) => {
      for (const [session, owner] of this.#sessions)
        if (owner === username) this.close(session);
    },
    /** @param {string} username @returns {number | Promise<number>} */
    sessions: (username) =>
      [...this.#sessions.values()].filter((owner) => owner === username).length,
  };

  /**
   * Answers `/control/…`, and logs everything else. Of the form that node:http, Express and Connect share.
   * @param {import("node:http").IncomingMessage} request
   * @param {import("node:http").ServerResponse} response
   * @param {() => void} next
   */
  middleware = (request, response, next) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const { pathname: path } = url;
    if (path.startsWith("/control/")) {
      this.#answer(request, url).then(
        (data) => {
          response.setHeader("Content-Type", "application/json");
          response.end(JSON.stringify(data ?? {}));
        },
        (error) => response.writeHead(500).end(String(error.stack)),
      );
      return;
    }
    response.on("finish", () => {
      const { statusCode: status } = response;
      const detail = this.#details.get(response);
      this.#log.push({ method: request.method ?? "", path, status, detail });
    });
    next();
  };

  /** @param {import("node:http").IncomingMessage} request @param {URL} url */
  async #answer(request, url) {
    if (url.pathname === "/control/log") return this.#log;
    if (url.pathname === "/control/sessions")
      return this.hooks.sessions(url.searchParams.get("username") ?? "");
    const { username, password } = JSON.parse(await textOf(request));
    if (url.pathname === "/control/users")
      await this.hooks.register(username, password);
    else await this.hooks.revoke(username);
    return {};
  }
}

/** The body of a request. @param {import("node:http").IncomingMessage} request */
export const textOf = async (request) => {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text;
};
