/** The engine as a file of its own: `await init()` once, then `createClient()` as ever. */
export * from "./index.js";

/** Where the engine is: an address, an answer, its bytes, or the compiled module. */
export type EngineSource =
  | string
  | URL
  | Response
  | BufferSource
  | WebAssembly.Module
  | PromiseLike<Response | BufferSource | WebAssembly.Module>;

/**
 * Fetches, compiles and starts the engine. Calls after the first join it.
 *
 * @param source By default `engine.wasm` beside the module. CommonJS and Node must name it; so must
 * Rollup and esbuild, which do not carry the file along.
 */
export function init(source?: EngineSource): Promise<void>;
