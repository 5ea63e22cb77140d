// @ts-check
// The two that are compared, under the same names.

import axios from "axios";
import * as everfetch from "everfetch/axios";

/**
 * @typedef {object} Side
 * @property {string} name
 * @property {(config?: any) => any} create a client; nothing else in a case is of either library's own
 * @property {(value: any) => boolean} isCancel
 * @property {(value: any) => boolean} isAxiosError
 * @property {any} toFormData
 * @property {any} formToJSON
 * @property {any} CancelToken
 * @property {any} CanceledError
 * @property {any} Headers
 * @property {any} Error
 */

/** @type {Side} */
const left = {
  name: "axios",
  create: (config) => axios.create({ adapter: "fetch", ...config }),
  isCancel: axios.isCancel,
  isAxiosError: axios.isAxiosError,
  toFormData: axios.toFormData,
  formToJSON: axios.formToJSON,
  CancelToken: axios.CancelToken,
  CanceledError: axios.CanceledError,
  Headers: axios.AxiosHeaders,
  Error: axios.AxiosError,
};

// Whatever it does not export is undefined, and what a case makes of that is compared as well.
const own = /** @type {any} */ (everfetch);

/** @type {Side} */
const right = {
  name: "everfetch",
  create: own.createClient,
  isCancel: own.isCancel,
  isAxiosError: own.isAxiosError,
  toFormData: own.toFormData,
  formToJSON: own.formToJSON,
  CancelToken: own.CancelToken,
  CanceledError: own.CanceledError,
  Headers: own.AxiosHeaders,
  Error: own.AxiosError,
};

/**
 * axios first. With `?itself` in the address axios is compared with itself, which tries the cases.
 * @type {[Side, Side]}
 */
export const sides = [
  left,
  new URLSearchParams(location.search).has("itself") ? left : right,
];
