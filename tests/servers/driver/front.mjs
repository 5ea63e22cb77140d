// @ts-check
// The application's own origin: a bare page that imports the packed package and the row's `app.js`, and a reverse
// proxy to the back end, as in production.

import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer, request as send } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES = /** @type {Record<string, string>} */ ({
  ".js": "text/javascript",
  ".wasm": "application/wasm",
});

/** What imports of the package resolve to; `app.js` gets its `createClient` from `/variant.js`. */
const IMPORTS = {
  everfetch: "/variant.js",
  "everfetch/": "/everfetch/dist/",
};

/** @param {Record<string, string>} imports */
const page = (imports) => `<!doctype html>
<meta charset="utf-8">
<title>everfetch</title>
<link rel="icon" href="data:,">
<script type="importmap">${JSON.stringify({ imports })}</script>
<script type="module">
  import * as app from "/app.js";
  await app.ready;
  globalThis.app = app;
</script>
`;

/**
 * The package, with the options of this run in addition to those of the application. `sessionStorage` names them, so
 * that `app.js` stays what a reader copies.
 */
const VARIANT = `
import { createClient as create } from "/everfetch/dist/index.js";
export * from "/everfetch/dist/index.js";
const variant = JSON.parse(sessionStorage.getItem("variant") ?? "{}");
export const createClient = (options) =>
  create({ ...options, session: { ...options.session, ...variant } });
`;

/**
 * @param {object} options
 * @param {string} options.folder of the row
 * @param {string} options.everfetch the unpacked package
 * @param {Record<string, string>} options.proxy `{ "/api": "http://127.0.0.1:1234" }`
 * @param {number} options.port
 * @param {string} [options.build] ".development" for the build with debug lines
 */
export const serve = async ({ folder, everfetch, proxy, port, build = "" }) => {
  const imports = /** @type {Record<string, string>} */ ({
    everfetch: IMPORTS.everfetch,
  });
  for (const entry of ["axios", "dpop", "storage"])
    imports[`everfetch/${entry}`] = `/everfetch/dist/${entry}.js`;
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const prefix = Object.keys(proxy).find(
      (prefix) => pathname === prefix || pathname.startsWith(`${prefix}/`),
    );
    if (prefix) return forward(request, response, prefix, proxy[prefix] ?? "");
    const file = pathname.startsWith("/everfetch/")
      ? join(everfetch, normalize(pathname.slice("/everfetch".length)))
      : pathname === "/app.js"
        ? join(folder, "app.js")
        : undefined;
    if (pathname === "/variant.js")
      return reply(
        response,
        VARIANT.replaceAll("index.js", `index${build}.js`),
        ".js",
      );
    if (!file) return reply(response, page(imports), ".html");
    if (existsSync(file))
      return reply(response, readFileSync(file), extname(file));
    response.writeHead(404).end();
  }).listen(port, "127.0.0.1");
  await once(server, "listening");
  return () => {
    server.close();
    server.closeAllConnections();
  };
};

/**
 * @param {import("node:http").ServerResponse} response
 * @param {string | Buffer} body
 * @param {string} extension
 */
const reply = (response, body, extension) => {
  response.setHeader("Content-Type", TYPES[extension] ?? "text/html");
  response.setHeader("Cache-Control", "no-store");
  response.end(body);
};

/**
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} response
 * @param {string} prefix
 * @param {string} target
 */
const forward = (request, response, prefix, target) => {
  const rest = (request.url ?? "").slice(prefix.length);
  const url = new URL(target + (rest.startsWith("/") ? rest : `/${rest}`));
  const { method, headers } = request;
  const onward = send(url, { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
    answer.pipe(response);
  });
  onward.on("error", () => response.destroy());
  response.on("close", () => onward.destroy());
  request.pipe(onward);
};
