// @ts-check
// The server of pollution.test.mjs. It runs in a worker, whose `Object.prototype` stays clean.

import { createServer } from "node:http";
import { parentPort } from "node:worker_threads";

/** What differs from run to run without a gadget. */
const NOISE = ["host", "connection", "date", "keep-alive"];

/** @type {string[]} */
let received = [];
let issued = 0;

const server = createServer(async (incoming, response) => {
  let body = "";
  for await (const chunk of incoming) body += chunk;
  const { method = "", url = "", headers } = incoming;
  const shown = Object.entries(headers).filter(
    ([name]) => !NOISE.includes(name),
  );
  // The boundary of a form is random.
  const boundary = /boundary=(.*)/.exec(headers["content-type"] ?? "")?.[1];
  const line = JSON.stringify([method, url, shown.sort(), body]);
  received.push(boundary ? line.replaceAll(boundary, "boundary") : line);
  /** @param {unknown} value */
  const reply = (value, status = 200) => {
    response.writeHead(status, {
      "content-type": "application/json",
      "x-answer": "yes",
    });
    response.end(JSON.stringify(value));
  };
  const refreshToken = `r${issued + 1}`;
  if (url.startsWith("/auth/refused")) reply({ error: "invalid_grant" }, 400);
  else if (url.startsWith("/auth/"))
    reply({ accessToken: `a${++issued}`, refreshToken });
  else if (url.startsWith("/open")) reply({ method, url, body });
  else if (url.startsWith("/missing")) reply({ message: "no" }, 404);
  else if (headers.authorization !== `Bearer a${issued}` || !issued)
    reply({}, 401);
  else reply({ method, url, ...(url !== "/form" && { body }) });
});

server.listen(0, "127.0.0.1", () =>
  parentPort?.postMessage(/** @type {any} */ (server.address()).port),
);

// Each message starts a new run and is answered with what the last one has received.
parentPort?.on("message", () => {
  parentPort?.postMessage(received);
  received = [];
  issued = 0;
});
