// An import map would be an inline script, which the policy forbids: so the package comes by its path.
import { createClient } from "/node_modules/everfetch/dist/index.js";
import { visit } from "./visit.js";

const server = new URLSearchParams(location.search).get("server");
document.querySelector("output").textContent = await visit(
  createClient,
  server,
);
