// @ts-check
// A server of the admin templates' kind: HTTP 200 with `{ code, msg, data }` for everything, opaque tokens, a tenant
// and a language in the headers of every request, a code that ends the session at once, and downloads that become JSON
// when something is wrong. It serves the bundled apps as well.

import { randomUUID } from "node:crypto";
import { createServer } from "node:http";

const EXPIRED = 401;
const KICKED_OUT = 1401;

/** @typedef {import("node:http").IncomingMessage} Incoming */
/** @typedef {{ path: string, code: number, language: string | undefined }} Entry */

export class Server {
  /** What was answered. @type {Entry[]} */
  log = [];
  /** The tokens that are valid. @type {Set<string>} */
  access = new Set();
  /** @type {Set<string>} */
  refresh = new Set();
  /** How often a refresh token came that was exchanged before. */
  reuse = 0;
  /** Is every session ended by the administrator? */
  kickedOut = false;
  /** What a refresh waits for. @type {Promise<unknown>} */
  held = Promise.resolve();
  /** @type {Set<string>} */
  #exchanged = new Set();
  origin = "";

  /** @param {(name: string) => string | undefined} script by its path */
  constructor(script) {
    this.http = createServer(async (request, response) => {
      const url = new URL(request.url ?? "/", "http://localhost");
      if (!url.pathname.startsWith("/admin-api/")) {
        const text = script(url.pathname.slice(1));
        response.setHeader(
          "Content-Type",
          text === undefined ? "text/html" : "text/javascript",
        );
        return response.end(text ?? "<!doctype html><title>Admin</title>");
      }
      const path = url.pathname.slice("/admin-api".length);
      const body = await this.#answer(path, url, request);
      const language = request.headers["accept-language"];
      this.log.push({ path, code: body.code, language });
      if (path === "/export" && body.code === 0) {
        response.setHeader("Content-Type", "text/csv;charset=utf-8");
        return response.end("name\nAda\n");
      }
      response.setHeader("Content-Type", "application/json;charset=utf-8");
      response.end(JSON.stringify(body));
    });
  }

  async start() {
    await new Promise((resolve) =>
      this.http.listen(0, "127.0.0.1", () => resolve(undefined)),
    );
    const { port } = /** @type {import("node:net").AddressInfo} */ (
      this.http.address()
    );
    this.origin = `http://localhost:${port}`;
  }

  stop() {
    this.http.close();
    this.http.closeAllConnections();
  }

  /** Every access token expires. */
  expire() {
    this.access.clear();
  }

  /** Every refresh token is revoked. */
  revoke() {
    this.refresh.clear();
  }

  /** @param {string} path */
  answersOf(path) {
    return this.log.filter((entry) => entry.path === path);
  }

  /** @param {string} path @param {URL} url @param {Incoming} request */
  async #answer(path, url, request) {
    if (request.headers["tenant-id"] !== "1") return no(400, "No tenant");
    if (path === "/auth/login") {
      const { password } = JSON.parse(await textOf(request));
      return password === "right" ? this.#grant() : no(1001, "Wrong password");
    }
    if (path === "/auth/refresh-token") {
      await this.held;
      const token = url.searchParams.get("refreshToken") ?? "";
      if (this.#exchanged.has(token)) this.reuse++;
      if (!this.refresh.delete(token)) return no(EXPIRED, "Log in again");
      this.#exchanged.add(token);
      return this.#grant();
    }
    const token = request.headers.authorization?.replace(/^Bearer /, "");
    if (token && this.kickedOut) return no(KICKED_OUT, "You were logged out");
    if (!this.access.has(token ?? "")) return no(EXPIRED, "Not logged in");
    if (path === "/forbidden") return no(403, "No permission");
    return ok({ path });
  }

  #grant() {
    const [accessToken, refreshToken] = [randomUUID(), randomUUID()];
    this.access.add(accessToken);
    this.refresh.add(refreshToken);
    return ok({ accessToken, refreshToken });
  }
}

const ok = (/** @type {unknown} */ data) => ({ code: 0, msg: "", data });

const no = (/** @type {number} */ code, /** @type {string} */ msg) => ({
  code,
  msg,
  data: null,
});

/** @param {Incoming} request */
const textOf = async (request) => {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text;
};
