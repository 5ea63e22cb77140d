// The exports of axios, besides the instance, that need no engine.

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

/** Merges the caller's config over another. */
export const mergeConfig = (base?: object, over?: object): object =>
  merge(base, over);

/** @deprecated As in axios. Use `Promise.all`. */
export const all = (promises: Iterable<unknown>): Promise<unknown[]> =>
  Promise.all(promises);

/** Returns a function that takes the items of an array as its arguments. */
export const spread =
  (callback: (...items: unknown[]) => unknown) =>
  (items: unknown[]): unknown =>
    callback(...items);
