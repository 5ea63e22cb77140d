import { createClient } from "everfetch";
import { visit } from "./visit.js";

onmessage = async ({ data: server }) =>
  postMessage(await visit(createClient, server));
