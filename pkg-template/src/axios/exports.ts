// What axios exports besides the instance, and what of it needs no engine.

import { mergeConfig as merge } from "./config.js";

export { AxiosError } from "./axios-error.js";
export { CancelToken } from "./cancel.js";
export { formToJSON, toFormData } from "./form.js";
export { AxiosHeaders } from "./headers.js";
export { HttpStatusCode } from "./status.js";
export {
  CanceledError,
  CanceledError as Cancel,
  EverfetchError,
  isAxiosError,
  isCancel,
  isEverfetchError,
} from "../client/error.js";

/** The version of the package. */
export const VERSION = EVERFETCH_VERSION;

/** The caller's config over another. */
export const mergeConfig = (base?: object, over?: object): object =>
  merge(base, over);

/** @deprecated as in axios: use `Promise.all` */
export const all = (promises: Iterable<unknown>): Promise<unknown[]> =>
  Promise.all(promises);

/** Calls a function with the items of an array. */
export const spread =
  (callback: (...items: unknown[]) => unknown) =>
  (items: unknown[]): unknown =>
    callback(...items);
