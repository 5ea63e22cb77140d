import { env } from "$env/dynamic/private";
import { createClient } from "everfetch";
import { visit } from "../visit.js";

/** While the page is rendered, in Node. */
export const load = async () => ({
  onServer: await visit(createClient, env.SERVER),
});
