// The exports that all lean entries share, besides `createClient` and `init`.

export {
  CanceledError,
  EverfetchError,
  isCancel,
  isEverfetchError,
} from "./client/error.js";
export { EverfetchHeaders } from "./client/headers.js";

/** The version of the package. */
export const VERSION = EVERFETCH_VERSION;
