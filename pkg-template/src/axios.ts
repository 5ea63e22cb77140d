// `everfetch/axios`: the whole of axios. The engine starts when a session is opened, not when the module is imported.

import { open } from "./axios/module.js";
import { engine, init } from "./inline.js";

const axios = open(engine, init);

export default axios;
export * from "./axios/exports.js";
export const { Axios, create, createClient, getAdapter } = axios;
export { init };
