// Headers as in axios: own members in the case in which they were set, and methods that ignore case.

import { define, member, own } from "../runtime/own.js";

export class EverfetchHeaders {
  [name: string]: unknown;

  constructor(headers?: object | string | null) {
    if (headers) this.set(headers);
  }

  /**
   * @param name a name, or headers in any form, in which case the next parameter is `rewrite`
   * @param rewrite `false` keeps an existing value; without it, only a value of `false` is kept
   */
  set(name: unknown, value?: unknown, rewrite?: unknown): this {
    if (typeof name === "object" && name)
      for (const [key, item] of pairsOf(name)) put(this, key, item, value);
    else put(this, name, value, rewrite);
    return this;
  }

  get(name: unknown): unknown {
    const key = find(this, name);
    return key === undefined ? key : this[key];
  }

  has(name: unknown): boolean {
    return this.get(name) !== undefined;
  }

  delete(name: unknown): boolean {
    const key = find(this, name);
    return key !== undefined && delete this[key];
  }

  /** The headers that have a value. */
  toJSON(): Record<string, unknown> {
    return Object.fromEntries(this);
  }

  *[Symbol.iterator](): IterableIterator<[string, unknown]> {
    for (const pair of Object.entries(this))
      if (pair[1] !== undefined && pair[1] !== null && pair[1] !== false)
        yield pair;
  }
}

/** The headers of an answer. fetch returns them cleaned, in lower case, and each once. */
export const received = <H extends EverfetchHeaders>(
  headers: H,
  native: Headers,
): H => {
  for (const [name, value] of native)
    define(headers, slot(headers, name), value);
  return headers;
};

/** The existing spelling of a header's name. */
export const find = (headers: object, name: unknown): string | undefined => {
  const wanted = String(name ?? "").trim();
  if (Object.hasOwn(headers, wanted)) return wanted;
  const lower = wanted.toLowerCase();
  return Object.keys(headers).find((key) => key.toLowerCase() === lower);
};

export const put = (
  headers: EverfetchHeaders,
  name: unknown,
  value: unknown,
  rewrite?: unknown,
): void => {
  const wanted = String(name ?? "").trim();
  if (!wanted || wanted === "__proto__") return;
  const key = find(headers, wanted);
  const held = key === undefined ? key : headers[key];
  if (held === undefined || (rewrite ?? held !== false))
    define(headers, key ?? slot(headers, wanted), value);
};

const pairsOf = (headers: object): Iterable<[unknown, unknown]> =>
  headers instanceof EverfetchHeaders || !(Symbol.iterator in headers)
    ? Object.entries(own(headers))
    : (headers as Iterable<[unknown, unknown]>);

/** Defined in a way that never replaces a method, because a header may be named `get`. */
const slot = (headers: object, name: string) =>
  member(headers, name)
    ? name.replace(/[a-z]/, (first) => first.toUpperCase())
    : name;
