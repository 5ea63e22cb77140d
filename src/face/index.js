// @ts-check
// The one door by which the wasm comes in; see src/browser/platform.rs.

export { makeClient } from "./client.js";
export { fail } from "./error.js";
export { endSession, Hub, isStorage, Shelf } from "./session.js";
export {
  callRefresh,
  combineURL,
  encodeForm,
  locate,
  matches,
  ownOrigin,
  sendRefresh,
  statusOf,
} from "./endpoint.js";
