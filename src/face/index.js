// @ts-check
// The one door by which the wasm comes in; see src/browser.

export { makeClient } from "./client.js";
export { perform } from "./session.js";
