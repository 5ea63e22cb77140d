// Reads bodies in the forms that only axios has: documents, and text in an encoding other than UTF-8.

import { fail } from "../client/error.js";
import type { MergedConfig } from "../client/request.js";
import { read } from "../client/transform.js";
import { own, platform } from "../runtime/own.js";

export const readAs = async (
  native: Response,
  { responseEncoding, responseType }: MergedConfig,
): Promise<unknown> => {
  const kind = responseType?.toLowerCase();
  if (kind === "document") {
    const type = native.headers.get("content-type")?.split(";")[0]?.trim();
    return parseDocument(await native.text(), type);
  }
  if (
    !responseEncoding ||
    /^utf-?8$/i.test(responseEncoding) ||
    /^(arraybuffer|blob|formdata|stream)$/.test(kind ?? "")
  )
    return read(native, responseType);
  const bytes = await native.arrayBuffer();
  try {
    return new TextDecoder(responseEncoding).decode(bytes);
  } catch {
    // An encoding that only Node supports.
    return new TextDecoder().decode(bytes);
  }
};

interface Policy {
  createHTML(html: string): string;
}

interface Factory {
  createPolicy(name: string, rules: Policy): Policy;
}

let policy: Policy | undefined;

/**
 * Under Trusted Types, a parser accepts no plain string. This parser runs no scripts, so a policy that accepts every
 * string is safe as long as only this function uses it.
 */
const parseDocument = (text: string, type = "") => {
  if (!platform("DOMParser")) return text;
  try {
    policy ??= (platform("trustedTypes") as Factory | undefined)?.createPolicy(
      "everfetch",
      own({ createHTML: (html: string) => html }),
    );
  } catch {
    // The page does not allow a policy of this name. It may have a default policy.
  }
  try {
    return new DOMParser().parseFromString(
      policy ? policy.createHTML(text) : text,
      (/xml$/.test(type) ? type : "text/html") as DOMParserSupportedType,
    );
  } catch (cause) {
    throw fail(
      "ERR_NOT_SUPPORT",
      '`responseType: "document"` needs a Trusted Types policy. Add `everfetch` to `trusted-types` in the page\'s Content-Security-Policy.',
      cause,
    );
  }
};
