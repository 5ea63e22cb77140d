// `everfetch/axios` for Cloudflare's workerd, where code cannot compile WebAssembly but can import it.

import { open } from "./axios/module.js";
import { engine, init } from "./workerd-engine.js";

const axios = open(engine, init);

export default axios;
export * from "./axios/exports.js";
export const { Axios, create, createClient, getAdapter } = axios;
export { init };
