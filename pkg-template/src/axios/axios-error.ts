// `AxiosError`, for code that compares its codes by name. It is a separate module, so that bundlers can drop it.

import { EverfetchError } from "../client/error.js";

const CODES =
  "ERR_BAD_OPTION_VALUE ERR_BAD_OPTION ECONNABORTED ETIMEDOUT ECONNREFUSED ERR_NETWORK ERR_FR_TOO_MANY_REDIRECTS ERR_DEPRECATED ERR_BAD_RESPONSE ERR_BAD_REQUEST ERR_CANCELED ERR_NOT_SUPPORT ERR_INVALID_URL ERR_FORM_DATA_DEPTH_EXCEEDED";

export const AxiosError = /* @__PURE__ */ Object.assign(
  EverfetchError,
  /* @__PURE__ */ Object.fromEntries(
    /* @__PURE__ */ CODES.split(" ").map((code) => [code, code]),
  ),
);
