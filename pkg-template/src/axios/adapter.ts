// What an application has put in the place of fetch, by axios's `adapter`: its own, or axios-mock-adapter's.

import { asConfig } from "../client/config.js";
import { EverfetchError } from "../client/error.js";
import { EverfetchHeaders } from "../client/headers.js";
import { member, own } from "../runtime/own.js";

/** The function that stands in for fetch, if there is one. */
export const adapterOf = (adapters: any) => {
  for (const adapter of [].concat(adapters ?? [])) {
    if (typeof adapter === "function") return adapter;
    if (!/^(xhr|http|fetch)$/i.test(adapter))
      throw new EverfetchError(
        `Unknown adapter '${String(adapter).slice(0, 24)}'`,
      );
  }
};

/** The adapter's answer, and what it threw with it: adapters judge the status themselves. */
const ask = async (adapter: any, config: any) => {
  let answer;
  let thrown;
  try {
    answer = await adapter(asConfig(config));
  } catch (error) {
    thrown = error;
    answer = member(error, "response");
    if (!answer) throw error;
  }
  answer.headers = EverfetchHeaders.from(member(answer, "headers"));
  return { answer, thrown };
};

/** The headers of an answer. Data that is an object has been JSON, whether the adapter says so or not. */
const headersOf = ({ data, headers }: any) => {
  const all = new EverfetchHeaders(headers);
  if (data !== null && typeof data === "object")
    all.set("content-type", "application/json", false);
  return all;
};

/** Statuses of answers that have no body (Fetch, null body status). */
const BODILESS = [204, 205, 304];

/** The answer as fetch gives one. */
const responseOf = (answer: any) => {
  const { data, status } = answer;
  const text =
    typeof data === "string" || data === undefined
      ? data
      : JSON.stringify(data);
  return new Response(
    BODILESS.includes(status) ? null : text,
    own({ status, headers: own(headersOf(answer).toJSON(true)) }),
  );
};

/** It is shown what fetch would be, and its answer looked at as fetch's. */
export const adapted =
  (adapter: any, config: any) =>
  async (_: string, { headers, signal }: any) => {
    const all = EverfetchHeaders.concat(config.headers, headers);
    const { answer, thrown } = await ask(
      adapter,
      own({ ...config, headers: all, signal }),
    );
    return {
      __proto__: null,
      answer,
      thrown,
      status: answer.status,
      headers: headersOf(answer),
      clone: () => responseOf(answer),
    };
  };

/** The refresh by the client's adapter. Whatever else the client brings to its requests does not go along. */
export const refreshBy = async (
  adapter: any,
  baseURL: string | undefined,
  url: string,
  init: any,
) => {
  const { method, body, credentials, signal } = init;
  const config = own({
    baseURL,
    url,
    method: method.toLowerCase(),
    headers: new EverfetchHeaders(init.headers),
    data: body,
    signal,
    withCredentials: credentials === "include",
    // The token goes to this endpoint and to no other (G12).
    maxRedirects: 0,
  });
  const { answer } = await ask(adapter, config);
  return responseOf(answer);
};
