import { createClient } from "everfetch";
import { visit } from "../visit.js";

export const runtime = "edge";
export const dynamic = "force-dynamic";

/** Rendered by Vercel's edge runtime. */
export default async function Page() {
  const result = await visit(createClient, process.env.SERVER);
  return <output data-testid="result">{result}</output>;
}
