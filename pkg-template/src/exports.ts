// The exports that all entries share, besides `createClient` and `init`.

export { AxiosError } from "./axios/axios-error.js";
export { CancelToken } from "./axios/cancel.js";
export {
  CanceledError,
  EverfetchError,
  isAxiosError,
  isCancel,
  isEverfetchError,
} from "./client/error.js";
export { formToJSON, toFormData } from "./axios/form.js";
export {
  AxiosHeaders as EverfetchHeaders,
  AxiosHeaders,
} from "./axios/headers.js";

/** The version of the package. */
export const VERSION = EVERFETCH_VERSION;
