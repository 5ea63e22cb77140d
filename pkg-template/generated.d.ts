// What `cargo xtask build` puts beside these files, for the type checker alone.

declare module "*/blob.js" {
  const blob: string;
  export default blob;
}

declare module "*/glue.js" {
  export function start(module: WebAssembly.Module): WebAssembly.Exports;
}

declare module "*.wasm" {
  const engine: WebAssembly.Module;
  export default engine;
}

declare module "*.wasm?module" {
  const engine: WebAssembly.Module;
  export default engine;
}

declare const EVERFETCH_VERSION: string;
