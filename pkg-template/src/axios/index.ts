// The surface of `everfetch/axios`: the whole of axios. Each entry point provides the engine.

import { refresher } from "./adapter.js";
import { call } from "./call.js";
import { WITHOUT_DATA, WITH_DATA, configure, mergeConfig } from "./config.js";
import { entriesOf } from "./headers.js";
import { urlOf } from "./params.js";
import { transformRequest, transformResponse } from "./transform.js";
import type { Api, Surface } from "../client/surface.js";
import { own } from "../runtime/own.js";

/** axios's defaults, as far as fetch supports them. */
const DEFAULTS = {
  transitional: {
    silentJSONParsing: true,
    forcedJSONParsing: true,
    clarifyTimeoutError: false,
    legacyInterceptorReqResOrdering: true,
  },
  adapter: ["fetch"],
  transformRequest: [transformRequest],
  transformResponse: [transformResponse],
  timeout: 0,
  xsrfCookieName: "XSRF-TOKEN",
  xsrfHeaderName: "X-XSRF-TOKEN",
  maxContentLength: -1,
  maxBodyLength: -1,
  validateStatus: (status: number) => status >= 200 && status < 300,
  headers: {
    common: { Accept: "application/json, text/plain, */*" },
    ...Object.fromEntries(
      WITHOUT_DATA.concat(WITH_DATA).map((method) => [method, {}]),
    ),
  },
};

export const surface: Surface = {
  defaults: DEFAULTS,
  configure,
  call,
  adapter: refresher,
  urlOf: (defaults, config) => urlOf(mergeConfig(defaults, config)),
  members: (api) => {
    const members: Record<string, unknown> = own({});
    for (const method of WITH_DATA) {
      members[method] = sending(api, method);
      if (method !== "query")
        members[method + "Form"] = sending(api, method, [
          "Content-Type",
          "multipart/form-data",
        ]);
    }
    return members;
  },
};

/** @param header a header that all requests of the instance carry */
const sending =
  (api: Api, method: string, header?: [string, string]) =>
  (url: unknown, data?: unknown, config?: object) => {
    const { headers } = own(config as { headers?: object } | undefined);
    return api({
      ...config,
      method,
      url,
      data,
      headers: header ? [...entriesOf(headers ?? {}), header] : headers,
    });
  };
