// Encodes `data` for sending, and reads the bodies of answers.

import { badOption } from "./options/explain.js";
import { fail } from "./error.js";
import type { EverfetchHeaders } from "./headers.js";
import { member } from "../runtime/own.js";

/** A stream can be read only once, and therefore sent only once. */
export const isStream = (data: unknown): data is ReadableStream =>
  typeof member(data, "getReader") === "function";

/** Returns a web stream for a Node `Readable`, and any other value unchanged. */
export const streamed = (data: unknown): unknown =>
  typeof member(data, "pipe") === "function"
    ? new Response(data as BodyInit).body
    : data;

/** Returns `undefined` if the text is not JSON. */
export const parseJSON = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The body for `data`: an object becomes JSON, and values that fetch supports are passed on unchanged. */
export const bodyOf = (given: unknown, headers: EverfetchHeaders): unknown => {
  const data = streamed(given);
  // Recognised by its tag, which a FormData from another window or a polyfill has too.
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

/** Reads the body of an answer as the type that `responseType` names. */
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

/** The type as XMLHttpRequest returns it, because applications compare it. */
const withoutParameters = (blob: Blob) => {
  const [type] = blob.type.split(/\s*;/, 1);
  return type === blob.type ? blob : blob.slice(0, blob.size, type);
};
