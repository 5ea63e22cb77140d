import { createClient, init } from "everfetch/wasm";
import { visit } from "./visit.js";

const server = new URLSearchParams(location.search).get("server");
init()
  .then(() => visit(createClient, server), String)
  .then((result) => {
    document.querySelector("output").textContent = result;
  });
