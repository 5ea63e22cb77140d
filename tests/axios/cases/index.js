// @ts-check
// The table of cases.

import aborts from "./aborts.js";
import adapters from "./adapters.js";
import clients from "./clients.js";
import contentTypes from "./content-types.js";
import credentials from "./credentials.js";
import errors from "./errors.js";
import forms from "./forms.js";
import headerClass from "./header-class.js";
import headers from "./headers.js";
import interceptors from "./interceptors.js";
import methods from "./methods.js";
import params from "./params.js";
import progress from "./progress.js";
import responseHeaders from "./response-headers.js";
import responses from "./responses.js";
import transforms from "./transforms.js";
import urls from "./urls.js";

/** @type {import("../compare.js").Case[]} */
export default [
  ...methods,
  ...contentTypes,
  ...headers,
  ...responseHeaders,
  ...headerClass,
  ...params,
  ...urls,
  ...forms,
  ...credentials,
  ...responses,
  ...transforms,
  ...interceptors,
  ...clients,
  ...errors,
  ...aborts,
  ...adapters,
  ...progress,
];
