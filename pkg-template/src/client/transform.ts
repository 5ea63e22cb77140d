// What becomes of `data` on its way out, and of a body on its way in.

import { badOption } from "./options/explain.js";
import { fail } from "./error.js";
import type { EverfetchHeaders } from "./headers.js";
import { member } from "../runtime/own.js";

/** A stream can be read once, and so be sent once. */
export const isStream = (data: unknown): data is ReadableStream =>
  typeof member(data, "getReader") === "function";

/** `undefined` for what is not JSON. */
export const parseJSON = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The body for `data`: an object becomes JSON, and everything that fetch knows stays what it is. */
export const bodyOf = (data: unknown, headers: EverfetchHeaders): unknown => {
  // By the tag, which a FormData of another window or of a polyfill has as well.
  const isJSON = /^\[object (Object|Array|Date|Number|Boolean)]$/.test(
    {}.toString.call(data),
  );
  if (!isJSON || isStream(data)) return data;
  if (/form/.test(String(headers.get("content-type"))))
    throw badOption(
      "data",
      DEVELOPMENT &&
        "`data` is an object, which is sent as JSON, but its Content-Type is that of a form. Pass `URLSearchParams` or `FormData`, or import from `everfetch/axios`.",
    );
  headers.set("Content-Type", "application/json", false);
  try {
    return JSON.stringify(data);
  } catch (cause) {
    throw fail("ERR_BAD_OPTION_VALUE", "`data` cannot be JSON", cause);
  }
};

/** The body of an answer in the form that `responseType` names. */
export const read = async (
  native: Response,
  responseType: string | undefined,
): Promise<unknown> => {
  switch (responseType?.toLowerCase()) {
    case "arraybuffer":
      return native.arrayBuffer();
    case "blob":
      return withoutParameters(await native.blob());
    case "formdata":
      return native.formData();
    case "stream":
      return native.body;
  }
  return native.text();
};

/** As XMLHttpRequest gives it, since applications compare the type. */
const withoutParameters = (blob: Blob) => {
  const [type] = blob.type.split(/\s*;/, 1);
  return type === blob.type ? blob : blob.slice(0, blob.size, type);
};
