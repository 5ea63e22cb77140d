// @ts-check
// The one door by which the wasm comes in; see src/browser/face.rs.

export { makeClient } from "./client.js";
export { give, raise, sessionOf } from "./session.js";
