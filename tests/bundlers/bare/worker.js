// Import maps are for pages: a worker names the file.
import { createClient } from "/node_modules/everfetch/dist/index.js";
import { visit } from "./visit.js";

onmessage = async ({ data: server }) =>
  postMessage(await visit(createClient, server));
