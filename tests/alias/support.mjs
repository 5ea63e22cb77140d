// @ts-check
// A server for one test.

import { createServer } from "node:http";

/**
 * @param {import("node:test").TestContext} t
 * @param {(line: string, request: import("node:http").IncomingMessage, body: string) => [number, unknown]} answer
 * @returns {Promise<{ origin: string, lines: string[] }>}
 */
export const serve = async (t, answer) => {
  /** @type {string[]} */
  const lines = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const piece of request) body += piece;
    const line = `${request.method} ${request.url}`;
    lines.push(line);
    const [status, data] = answer(line, request, body);
    response.writeHead(status, { "content-type": "application/json" });
    response.end(status === 204 ? undefined : JSON.stringify(data));
  });
  await new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve(0)),
  );
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = /** @type {import("node:net").AddressInfo} */ (
    server.address()
  );
  return { origin: `http://127.0.0.1:${port}`, lines };
};

/** A store of tokens for one test. */
export const store = (token = "old") => {
  const items = new Map([
    ["accessToken", token],
    ["refreshToken", "r1"],
  ]);
  return {
    getItem: (/** @type {string} */ key) => items.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) =>
      void items.set(key, value),
    removeItem: (/** @type {string} */ key) => void items.delete(key),
  };
};
