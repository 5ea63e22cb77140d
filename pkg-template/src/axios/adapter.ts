// axios's `adapter`: a function that an application, or axios-mock-adapter, sets in place of fetch.

import { asConfig } from "./config.js";
import { AxiosHeaders } from "./headers.js";
import type { ClientContext } from "../client/context.js";
import { EverfetchError } from "../client/error.js";
import type { Fetch, Init, MergedConfig } from "../client/request.js";
import type { Shaped } from "../client/steps.js";
import { member, own } from "../runtime/own.js";

/** A function that sends a config and returns an answer in axios's shape. */
export type Adapter = (config: MergedConfig) => unknown;

/** An answer, and what the adapter threw with it: adapters apply `validateStatus` themselves. */
interface Adapted {
  answer: Shaped;
  thrown: unknown;
}

/** The function that stands in for fetch, if there is one. */
export const adapterOf = (adapters: unknown): Adapter | undefined => {
  for (const adapter of [adapters ?? []].flat()) {
    if (typeof adapter === "function") return adapter as Adapter;
    if (!/^(xhr|http|fetch)$/i.test(String(adapter)))
      throw new EverfetchError(
        `Unknown adapter '${String(adapter).slice(0, 24)}'`,
      );
  }
};

const ask = async (adapter: Adapter, config: object): Promise<Adapted> => {
  let answer;
  let thrown;
  try {
    answer = await adapter(asConfig(config));
  } catch (error) {
    thrown = error;
    answer = member(error, "response");
    if (!answer) throw error;
  }
  const shaped = answer as Shaped;
  shaped.headers = AxiosHeaders.from(
    member(answer, "headers") as object | undefined,
  );
  return { answer: shaped, thrown };
};

/** The headers of an answer. If the data is an object, it was JSON, even if the adapter does not say so. */
const headersOf = ({ data, headers }: Shaped) => {
  const all = new AxiosHeaders(headers);
  if (data !== null && typeof data === "object")
    all.set("content-type", "application/json", false);
  return all;
};

/** The statuses of answers without a body (Fetch, null body status). */
const BODILESS = [204, 205, 304];

/** The answer in the form in which fetch returns it. */
const responseOf = (answer: Shaped) => {
  const { data, status } = answer;
  const text =
    typeof data === "string" || data === undefined
      ? data
      : JSON.stringify(data);
  return new Response(
    BODILESS.includes(status) ? null : text,
    own<ResponseInit>({
      status,
      headers: own(headersOf(answer).toJSON(true) as Record<string, string>),
    }),
  );
};

/**
 * A fetch that an adapter performs. The session reads the answer like one from fetch; a body is created from the data
 * only when the session reads it.
 * @param keep receives the answer
 */
export const askedBy =
  (
    adapter: Adapter,
    config: MergedConfig,
    keep: (adapted: Adapted) => void,
  ): Fetch =>
  async (_, init) => {
    const { headers, signal } = own(init);
    const all = AxiosHeaders.concat(config.headers, headers);
    const adapted = await ask(adapter, { ...config, headers: all, signal });
    keep(adapted);
    const { answer } = adapted;
    return own({
      status: answer.status,
      headers: headersOf(answer) as unknown as Headers,
      clone: () => responseOf(answer),
    }) as Partial<Response> as Response;
  };

/** Sends the refresh through the client's adapter, without the client's other settings. */
export const refresher = (client: ClientContext): Fetch | undefined => {
  const defaults = own(client.defaults);
  const adapter = adapterOf(defaults.adapter);
  if (!adapter) return;
  return async (url, init) => {
    const { method, body, credentials, headers, signal } = own(init as Init);
    const config = {
      baseURL: client.settings?.refresh.baseURL ?? defaults.baseURL,
      url,
      method: method.toLowerCase(),
      headers: new AxiosHeaders(headers),
      data: body,
      signal,
      withCredentials: credentials === "include",
      // The token is sent to this endpoint and to no other (G12).
      maxRedirects: 0,
    };
    const { answer } = await ask(adapter, config);
    return responseOf(answer);
  };
};
