// Bodies in the forms that only axios has: documents, and texts in another encoding than UTF-8.

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
    // An encoding that only Node knows.
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
 * Trusted Types let no string into a parser. Scripts do not run in what this one makes, so a policy that lets
 * everything pass is safe as long as only this function has it.
 */
const parseDocument = (text: string, type = "") => {
  if (!platform("DOMParser")) return text;
  try {
    policy ??= (platform("trustedTypes") as Factory | undefined)?.createPolicy(
      "everfetch",
      own({ createHTML: (html: string) => html }),
    );
  } catch {
    // Not allowed by that name. Perhaps the page has a default policy.
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
