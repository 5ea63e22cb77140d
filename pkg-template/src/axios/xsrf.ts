// axios's `xsrfCookieName`: a cookie whose value is sent back in a header, on by default.

import type { Init, MergedConfig } from "../client/request.js";
import { sameOrigin } from "../client/url.js";
import { cookie } from "../client/xsrf.js";
import { own, platform } from "../runtime/own.js";

/** The init with the current double-submit token: the cookie may have changed since the request was last sent (G25). */
export const marked = (config: MergedConfig, init: Init, url: string): Init => {
  const { xsrfCookieName, xsrfHeaderName } = config;
  if (!platform("document") || !xsrfCookieName || !xsrfHeaderName) return init;
  let { withXSRFToken: wanted } = config;
  if (typeof wanted === "function") wanted = wanted(config);
  if ((wanted ?? true) !== true || !(wanted || sameOrigin(url))) return init;
  const token = cookie(xsrfCookieName, config.method);
  if (!token) return init;
  const name = xsrfHeaderName.toLowerCase();
  return own({ ...init, headers: own({ ...init.headers, [name]: token }) });
};
