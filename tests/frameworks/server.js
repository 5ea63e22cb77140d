// @ts-check
// Passes the address of the demo server to the tests.

import { server } from "../docs/server.mjs";

/** @param {any} project vitest's */
export default (project) => project.provide("origin", server);
