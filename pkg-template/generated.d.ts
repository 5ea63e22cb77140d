// What `cargo xtask build` puts beside these files or defines, for the type checker alone.

declare module "*/blob.js" {
  const blob: string;
  export default blob;
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

/** Whether this is the build with the long texts, which tools resolve by the condition `development`. */
declare const DEVELOPMENT: boolean;
