// Errors, and the second entry.

import {
  createClient,
  CanceledError,
  EverfetchError,
  isAxiosError,
  isCancel,
  isEverfetchError,
  type ErrorCode,
} from "everfetch";
import { createClient as same, init } from "everfetch/wasm";

interface Problem {
  title: string;
}

await init(new Uint8Array());
const client: typeof createClient = same;

try {
  await createClient().get("/a");
} catch (error) {
  if (isEverfetchError<Problem>(error)) {
    const title: string | undefined = error.response?.data.title;
    const code: ErrorCode | undefined = error.code;
    const status: number | undefined = error.status;
    console.log(
      title,
      code,
      status,
      error.config?.url,
      error.request?.method,
      error.cause,
    );
    // @ts-expect-error there is no such code
    if (error.code === "ERR_TYPO") throw error;
  }
  if (isAxiosError(error)) console.log(error.isAxiosError, error.toJSON());
  if (isCancel(error)) {
    const name: "CanceledError" = error.name;
    const canceled: CanceledError = error;
    console.log(name, canceled.message, canceled.code);
  }
  if (error instanceof EverfetchError && error instanceof Error) throw error;
}

// An error of the application's own making.
const own = new EverfetchError<Problem>("no", "ERR_BAD_REQUEST");
const aborted: EverfetchError = new CanceledError("not any more");

// @ts-expect-error an error says something
new EverfetchError();
// @ts-expect-error it is one, and stays one
own.isAxiosError = false;

export { aborted, client };
