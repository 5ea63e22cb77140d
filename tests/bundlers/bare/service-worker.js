import { createClient } from "/node_modules/everfetch/dist/index.js";
import { visit } from "./visit.js";

addEventListener("message", (event) => {
  const visited = visit(createClient, event.data);
  event.waitUntil(visited.then((result) => event.source.postMessage(result)));
});
