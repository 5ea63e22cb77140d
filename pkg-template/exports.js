// @ts-check
// The exports that all entries share, besides `createClient` and `init`.

export { AxiosError } from "./axios-error.js";
export { CancelToken } from "./cancel.js";
export {
  CanceledError,
  EverfetchError,
  isAxiosError,
  isCancel,
  isEverfetchError,
} from "../src/face/error.js";
export { formToJSON, toFormData } from "../src/face/form.js";
export {
  EverfetchHeaders,
  EverfetchHeaders as AxiosHeaders,
} from "../src/face/headers.js";

/** The version of the package. */
export const VERSION = EVERFETCH_VERSION;
