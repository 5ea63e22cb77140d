// @ts-check
// In Node, whose requests stream on any connection: each body, through a server that refuses the old token.

import { createServer } from "node:http";
import { createClient } from "everfetch";

/** What has arrived, as `token body`. @type {string[]} */
const arrived = [];

const server = createServer(async (request, answer) => {
  const { authorization = "" } = request.headers;
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString("latin1");
  arrived.push(`${authorization.split(" ")[1]} ${body}`);
  answer.statusCode = authorization === "Bearer new" ? 200 : 401;
  answer.end(body);
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const address = /** @type {import("node:net").AddressInfo} */ (
  server.address()
);
const url = `http://127.0.0.1:${address.port}/`;

const form = () => {
  const body = new FormData();
  body.append("file", new Blob(["\x00\xff"]), "n.bin");
  return body;
};
const stream = () => new Blob(["once"]).stream();

/** @type {Record<string, () => any>} */
const BODIES = {
  "a string": () => "text",
  parameters: () => new URLSearchParams("a=b"),
  "a blob": () => new Blob(["\x00\xff"]),
  bytes: () => new Uint8Array([0, 255, 7]),
  "a form": form,
  "a stream": stream,
};

const SHAPES = {
  init: (/** @type {any} */ init) => [url, init],
  request: (/** @type {any} */ init) => [new Request(url, init)],
};

/** @type {Record<string, any>} */
const report = {};
for (const [name, make] of Object.entries(BODIES))
  for (const [shape, call] of Object.entries(SHAPES)) {
    const refresh = async () => ({ accessToken: "new" });
    const api = createClient({ baseURL: url, session: { refresh } });
    api.session.signIn({ accessToken: "old", refreshToken: "r" });
    arrived.length = 0;
    const init = { method: "POST", body: make(), duplex: "half" };
    const outcome = await api.fetch(...call(init)).then(
      (/** @type {Response} */ { status }) => status,
      (/** @type {any} */ error) => error.code ?? String(error),
    );
    const [first = "", second = ""] = arrived;
    const bodies = [first, second].map((line) => line.slice(4));
    report[`${name} in ${shape}`] = {
      outcome,
      sent: arrived.map((line) => line.slice(0, 3)),
      whole: bodies[0].length > 0 && (!second || bodies[0] === bodies[1]),
    };
  }

console.log(JSON.stringify(report));
server.close();
server.closeAllConnections();
