import { createClient } from "everfetch";
import { visit } from "./visit.js";

const server = new URLSearchParams(location.search).get("server");
visit(createClient, server).then((result) => {
  document.querySelector("output").textContent = result;
});
