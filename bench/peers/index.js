// @ts-check
// Who is measured. Each attaches the token of the same store, takes and gives JSON, and refreshes on a 401.

import * as everfetch from "./everfetch.js";
import * as everfetchAxios from "./everfetch-axios.js";
import * as axiosAuthRefresh from "./axios-auth-refresh.js";
import * as axiosInterceptor from "./axios-interceptor.js";
import * as ky from "./ky.js";
import * as ofetch from "./ofetch.js";
import * as wretch from "./wretch.js";
import * as alova from "./alova.js";
import * as xior from "./xior.js";
import * as bare from "./fetch.js";
import * as queue from "./fetch-queue.js";

/**
 * @typedef {{ signal: AbortSignal }} Config
 * @typedef {{
 *   get(path: string, config?: Config): Promise<any>,
 *   post(path: string, data: any): Promise<any>,
 * }} Client
 * @typedef {(baseURL: string, options?: { adapter?: "fetch" }) => Client} Create
 *   the options are for axios, which takes XMLHttpRequest by default; a stub replaces only fetch
 */

/** By the names of their files. @type {Record<string, { create: Create }>} */
export const PEERS = {
  everfetch,
  "everfetch-axios": everfetchAxios,
  "axios-auth-refresh": axiosAuthRefresh,
  "axios-interceptor": axiosInterceptor,
  ky,
  ofetch,
  wretch,
  alova,
  xior,
  fetch: bare,
  "fetch-queue": queue,
};
