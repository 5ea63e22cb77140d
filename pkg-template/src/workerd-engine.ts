// The engine for Cloudflare's workerd, where code cannot compile WebAssembly but can import it.

import module from "./engine.wasm";
import { running, start } from "./runtime/engine.js";

export const engine = () => running ?? start(module);

/** Does nothing here; it exists so that the same code runs everywhere. */
export async function init() {}
