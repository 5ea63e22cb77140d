// @ts-nocheck
// What becomes of `data` on its way out and in: axios's `transformRequest` and `transformResponse`.

import { EverfetchError } from "./error.js";
import {
  formToJSON,
  isFileList,
  stringify,
  toFormData,
} from "../axios/form.js";
import { member, own, platform } from "../runtime/own.js";

/**
 * @param functions one or several
 * @param config their `this`
 */
export const transform = (
  functions: any,
  config: any,
  data: any,
  headers: any,
  status?: number,
) => {
  for (const each of [].concat(functions ?? []))
    data = (each as any).call(config, data, headers, status);
  return data;
};

/** @this {any} */
export function transformRequest(data: any, headers: any) {
  const type = headers.getContentType() || "";
  const json = type.includes("application/json");
  const object = data !== null && typeof data === "object";
  if (platform("HTMLFormElement") && data instanceof HTMLFormElement)
    data = new FormData(data);
  if (data instanceof FormData)
    return json ? stringify(formToJSON(data)) : data;
  if (
    data instanceof ArrayBuffer ||
    ArrayBuffer.isView(data) ||
    data instanceof Blob ||
    isStream(data)
  )
    return data;
  if (data instanceof URLSearchParams) {
    headers.setContentType(FORM + ";charset=utf-8", false);
    return String(data);
  }
  if (object) {
    const { formSerializer, env } = own(this);
    const { FormData: Form } = own(env);
    if (type.includes(FORM))
      return String(toFormData(data, new URLSearchParams(), formSerializer));
    const files = isFileList(data);
    if (files || type.includes("multipart/form-data"))
      return toFormData(
        files ? { "files[]": data } : data,
        Form && new Form(),
        formSerializer,
      );
  }
  if (!object && !json) return data;
  headers.setContentType("application/json", false);
  if (typeof data === "string" && parseJSON(data) !== undefined)
    return data.trim();
  return stringify(data);
}

/** @this {any} */
export function transformResponse(data: any) {
  const { responseType, parseReviver, transitional, response } = own(this);
  const { forcedJSONParsing, silentJSONParsing } = own(transitional);
  const wanted = responseType === "json";
  if (
    !data ||
    typeof data !== "string" ||
    !(wanted || (!responseType && forcedJSONParsing !== false))
  )
    return data;
  try {
    return JSON.parse(data, parseReviver);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // Not JSON, whatever was expected: the text is more than an error would be.
    if (!wanted || silentJSONParsing !== false) return data;
    throw EverfetchError.from(
      error,
      "ERR_BAD_RESPONSE",
      this,
      response?.request,
      response,
    );
  }
}

/** What a body is taken for if nothing says otherwise. */
export const FORM = "application/x-www-form-urlencoded";

export const isStream = (data: any) =>
  typeof member(data, "getReader") === "function";

/** What no JSON is, is undefined. */
export const parseJSON = (text: string) => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
