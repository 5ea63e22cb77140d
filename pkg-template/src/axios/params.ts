// Builds URLs as axios does: with its serializer for params, and its checks.

import { toFormData, type FormOptions } from "./form.js";
import { EverfetchError } from "../client/error.js";
import type { MergedConfig } from "../client/request.js";
import { append, combineURL, withQuery } from "../client/url.js";
import { own } from "../runtime/own.js";

/** The complete URL of a request. */
export const urlOf = (config: Partial<MergedConfig>): string => {
  const { baseURL, url = "", params, paramsSerializer } = config;
  for (const part of [url, baseURL])
    if (/^\s*https?:(?!\/\/)/i.test(String(part)))
      throw new EverfetchError(
        `Invalid URL: ${part === url ? "url" : "baseURL"} has no "//" after its protocol`,
        "ERR_INVALID_URL",
        config,
      );
  const whole =
    baseURL && config.allowAbsoluteUrls === false
      ? append(baseURL, url)
      : combineURL(baseURL, url);
  return params
    ? withQuery(whole, serialized(params, paramsSerializer))
    : whole;
};

type Write = (value: unknown) => string;

interface ParamsOptions extends FormOptions {
  encode?: (value: unknown, byDefault: Write) => unknown;
  serialize?: (params: unknown, options: ParamsOptions) => unknown;
}

const serialized = (params: unknown, given: unknown): unknown => {
  const options: ParamsOptions = own(
    typeof given === "function" ? { serialize: given } : given,
  );
  if (options.serialize) return options.serialize(params, options);
  if (params instanceof URLSearchParams) return String(params);
  const { encode } = options;
  const write = encode ? (value: unknown) => encode(value, strictly) : legibly;
  const pairs: string[] = [];
  const query = {
    append: (name: unknown, value: unknown) =>
      pairs.push(write(name) + "=" + write(value)),
  };
  toFormData(params, query, options);
  return pairs.join("&");
};

/** A space is encoded as in forms. */
const strictly: Write = (value) =>
  String(new URLSearchParams([["", String(value)]])).slice(1);

const LEGIBLE: Record<string, string> = {
  "24": "$",
  "20": "+",
  "3A": ":",
  "2C": ",",
};

/** axios leaves these characters unescaped: they are easier to read, and mean the same. */
const legibly: Write = (value) =>
  encodeURIComponent(String(value)).replace(
    /%(3A|24|2C|20)/gi,
    (_, code: string) => LEGIBLE[code.toUpperCase()] as string,
  );
