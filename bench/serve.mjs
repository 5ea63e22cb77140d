// @ts-check
// The server of the pages: isolated, for a clock of 5 µs, and with a cache, which the demo server forbids.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";

const TYPES = { ".html": "text/html", ".js": "text/javascript" };

/** Notes when the first request goes out, and lets none go further. */
const probe = (/** @type {string} */ app) => `<!doctype html>
<meta charset="utf-8" />
<link rel="icon" href="data:," />
<script>
  globalThis.firstSent = new Promise((resolve) => {
    const note = () => resolve(performance.now());
    globalThis.fetch = () => (note(), new Promise(() => {}));
    XMLHttpRequest.prototype.send = note;
  });
</script>
<script type="module" src="${app}"></script>
`;

/**
 * `/` is the page, `/start/<peer>` the app of one peer.
 * @param {string} page
 * @param {Record<string, Buffer>} apps
 */
export const serve = async (page, apps) => {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "", "http://site");
    const [, folder, name] = pathname.split("/");
    const headers = {
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Embedder-Policy": "require-corp",
    };
    const answer = (
      /** @type {string} */ type,
      /** @type {string | Buffer} */ body,
      cache = "no-store",
    ) => {
      response.writeHead(200, {
        ...headers,
        "Content-Type": type,
        "Cache-Control": cache,
      });
      response.end(body);
    };
    try {
      if (folder === "start") answer("text/html", probe(`/app/${name}`));
      else if (folder === "app")
        answer("text/javascript", apps[name], "max-age=86400");
      else {
        const file = path.join(
          page,
          pathname === "/" ? "index.html" : pathname,
        );
        answer(TYPES[path.extname(file)], await readFile(file));
      }
    } catch {
      response.writeHead(404);
      response.end();
    }
  });
  await new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve(0)),
  );
  const { port } = /** @type {import("node:net").AddressInfo} */ (
    server.address()
  );
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
};
