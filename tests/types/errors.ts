// Errors, and the second entry.

import {
  AxiosError,
  createClient,
  CanceledError,
  EverfetchError,
  isAxiosError,
  isCancel,
  isEverfetchError,
  type ErrorCode,
} from "everfetch/axios";
import { createClient as lean } from "everfetch";
import { createClient as same, init } from "everfetch/wasm";

interface Problem {
  title: string;
}

await init(new Uint8Array());
const client: typeof lean = same;

try {
  await createClient().get("/a");
} catch (error) {
  if (isEverfetchError<Problem>(error)) {
    const title: string | undefined = error.response?.data.title;
    const code: ErrorCode | (string & {}) | undefined = error.code;
    const status: number | undefined = error.status;
    console.log(
      title,
      code,
      status,
      error.config?.url,
      error.request?.method,
      error.cause,
    );
    // A code of the application's own compares, and makes an error.
    if (error.code === "ERR_QUOTA")
      throw new EverfetchError(error.message, "ERR_QUOTA");
  }
  if (isAxiosError(error)) console.log(error.isAxiosError, error.toJSON());
  if (isCancel(error)) {
    const name: "CanceledError" = error.name;
    const canceled: CanceledError = error;
    console.log(name, canceled.message, canceled.code);
  }
  if (error instanceof EverfetchError && error instanceof Error) throw error;
}

// Every code has a word for the user: what is missing here, or too much, does not compile.
const words: Record<ErrorCode, string> = {
  ERR_SESSION_ENDED: "Please log in again",
  ERR_SESSION_CHANGED: "Another user has logged in",
  ERR_REFRESH_UNAVAILABLE: "Try again",
  ERR_REFRESH_LOOP: "You may not do this",
  ERR_WAITER_TIMEOUT: "Try again",
  ERR_BODY_USED: "Try again",
  ERR_REDIRECT_BLOCKED: "A bug",
  ERR_PROOF_FAILED: "This browser cannot sign requests",
  ERR_WASM_BLOCKED: "Ask the administrator",
  ERR_BAD_OPTION: "A bug",
  ERR_BAD_OPTION_VALUE: "A bug",
  ERR_BAD_REQUEST: "A bug",
  ERR_BAD_RESPONSE: "Try later",
  ERR_CANCELED: "",
  ERR_DEPRECATED: "A bug",
  ERR_FORM_DATA_DEPTH_EXCEEDED: "A bug",
  ERR_FR_TOO_MANY_REDIRECTS: "Try later",
  ERR_INVALID_URL: "A bug",
  ERR_NETWORK: "Are you online?",
  ERR_NOT_SUPPORT: "A bug",
  ECONNABORTED: "Too slow",
  ECONNREFUSED: "Try later",
  ETIMEDOUT: "Too slow",
};

// An error of the application's own making.
const own = new EverfetchError<Problem>("no", "ERR_BAD_REQUEST");
const wrapped: EverfetchError = EverfetchError.from(own, "ERR_NETWORK");
const aborted: EverfetchError = new CanceledError("not any more");

// @ts-expect-error an error says something
new EverfetchError();
// @ts-expect-error it is one, and stays one
own.isAxiosError = false;

export { aborted, client, words, wrapped };

// axios's class and its codes by name.
declare const caught: unknown;
if (caught instanceof AxiosError && caught.code === AxiosError.ERR_NETWORK)
  console.log(caught.cause);
const refused: AxiosError<{ why: string }> | undefined = undefined;
console.log(refused);
// @ts-expect-error no such code
console.log(AxiosError.ERR_NETWROK);
