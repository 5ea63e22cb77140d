// @ts-check
// What every entry exports besides `createClient` and `init`.

export {
  EverfetchError,
  isAxiosError,
  isCancel,
  isEverfetchError,
} from "../src/face/error.js";

/** The package's version. */
export const VERSION = EVERFETCH_VERSION;
