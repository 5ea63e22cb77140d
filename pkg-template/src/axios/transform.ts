// The defaults of axios's `transformRequest` and `transformResponse`, which convert `data`.

import {
  formToJSON,
  isFileList,
  stringify,
  toFormData,
  type Form,
} from "./form.js";
import type { AxiosHeaders } from "./headers.js";
import { EverfetchError } from "../client/error.js";
import type { MergedConfig } from "../client/request.js";
import type { Shaped } from "../client/steps.js";
import { isStream, parseJSON, streamed } from "../client/transform.js";
import { own, platform } from "../runtime/own.js";

/**
 * @param functions one or several
 * @param context their `this`
 */
export const transform = (
  functions: unknown,
  context: object,
  data: unknown,
  headers: object,
  status?: number,
): unknown => {
  for (const each of [functions ?? []].flat())
    data = (each as Function).call(context, data, headers, status);
  return data;
};

/** `this` is the config. */
export function transformRequest(
  this: unknown,
  given: unknown,
  headers: AxiosHeaders,
): unknown {
  let data = streamed(given);
  const type = String(headers.get("content-type") || "");
  const json = type.includes("application/json");
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
    headers.set("Content-Type", FORM + ";charset=utf-8", false);
    return String(data);
  }
  const object = data !== null && typeof data === "object";
  if (object) {
    const form = formOf(data as object, type, this);
    // A form without fields becomes an empty text.
    if (form !== undefined) return form;
  } else if (!json) return data;
  headers.set("Content-Type", "application/json", false);
  if (typeof data === "string" && parseJSON(data) !== undefined)
    return data.trim();
  return stringify(data);
}

interface Env {
  FormData?: new () => Form;
}

/** Converts an object to a form if its Content-Type asks for one. */
const formOf = (data: object, type: string, context: unknown) => {
  const { formSerializer, env } = own(context as Partial<MergedConfig>);
  if (type.includes(FORM))
    return String(toFormData(data, new URLSearchParams(), formSerializer));
  const files = isFileList(data);
  if (!files && !type.includes("multipart/form-data")) return;
  const { FormData: Form } = own(env as Env | undefined);
  return toFormData(
    files ? { "files[]": data } : data,
    Form && new Form(),
    formSerializer,
  );
};

/** `this` is the config, and the `response`. */
export function transformResponse(this: unknown, data: unknown): unknown {
  const { responseType, parseReviver, transitional, response } = own(
    this as Partial<MergedConfig> & { response?: Shaped },
  );
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
    // The body is not JSON, although JSON was expected. The text is more useful than an error.
    if (!wanted || silentJSONParsing !== false) return data;
    throw EverfetchError.from(
      error,
      "ERR_BAD_RESPONSE",
      response?.config ?? this,
      response?.request,
      response,
    );
  }
}

/** The default Content-Type of a body. */
export const FORM = "application/x-www-form-urlencoded";
