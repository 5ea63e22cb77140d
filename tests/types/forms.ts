// Objects as forms, and back.

import { formToJSON, toFormData } from "everfetch/axios";

const form: FormData = toFormData({ a: { b: [1, new Date()] } });
const query: URLSearchParams = toFormData({ a: 1 }, new URLSearchParams());
toFormData({ a: 1 }, undefined, {
  dots: true,
  indexes: null,
  metaTokens: false,
  maxDepth: 2,
  visitor(value, key, path, { defaultVisitor, isVisitable, convertValue }) {
    if (isVisitable(value)) return true;
    if (value !== "skip")
      this.append([...(path ?? []), key].join("."), convertValue(value));
    return value === "as ever"
      ? defaultVisitor.call(this, value, key, path, arguments[3])
      : false;
  },
});
const object: Record<string, any> = formToJSON(form);
formToJSON(document.forms[0] ?? new FormData());

// @ts-expect-error a form is made of an object
toFormData("a=1");
// @ts-expect-error nothing can be appended to it
toFormData({ a: 1 }, {});
// @ts-expect-error text is no form
formToJSON("a=1");

export { object, query };
