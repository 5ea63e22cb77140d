import { createClient } from "everfetch";
import { visit } from "./visit.js";

export default {
  async fetch(request, env) {
    const result = await visit(createClient, env.SERVER);
    const page = `<!doctype html><output data-testid="result">${result}</output>`;
    return new Response(page, { headers: { "Content-Type": "text/html" } });
  },
};
