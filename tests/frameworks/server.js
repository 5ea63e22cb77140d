// @ts-check
// Tells the tests where the demo server is.

import { server } from "../docs/server.mjs";

/** @param {any} project vitest's */
export default (project) => project.provide("origin", server);
