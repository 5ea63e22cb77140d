// What CommonJS sees is the same; an application there augments it the same way.

import { createClient, type Client } from "everfetch";
import { createClient as fromWasm, init } from "everfetch/wasm";

declare module "everfetch" {
  interface RequestConfig<D> {
    label?: string;
  }
}

const api: Client = createClient({ label: "all" });
const same: typeof createClient = fromWasm;

async function load(): Promise<string[]> {
  await init(new URL("https://a.example/engine.wasm"));
  const { data } = await api.get<string[]>("/a", { label: "a" });
  return data;
}

// @ts-expect-error an unknown option
void api.get("/a", { labels: "a" });

export { load, same };
