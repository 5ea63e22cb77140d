// A request of `everfetch/axios`, from its config to fetch and back: what axios's dispatch and its fetch adapter do.

import { adapterOf, askedBy, type Adapter } from "./adapter.js";
import { asConfig, copy, mergeConfig } from "./config.js";
import { AxiosHeaders } from "./headers.js";
import { urlOf } from "./params.js";
import { limitBody, uploading, watched } from "./progress.js";
import { readAs } from "./read.js";
import { FORM, transform, transformRequest } from "./transform.js";
import { marked } from "./xsrf.js";
import { checkTypes } from "../client/config.js";
import type { ClientContext } from "../client/context.js";
import { EverfetchError, isEverfetchError } from "../client/error.js";
import { Exchange, type Plan } from "../client/exchange.js";
import { received } from "../client/headers.js";
import { chain, type Handler, intercept } from "../client/interceptors.js";
import type {
  Fetch,
  GivenConfig,
  MergedConfig,
  RequestFacts,
} from "../client/request.js";
import {
  checkSignal,
  explain,
  factsOf,
  initOf,
  settle,
  targetOf,
  type Shaped,
} from "../client/steps.js";
import type { Interceptors } from "../client/surface.js";
import { pinned } from "../client/url.js";
import { member, own } from "../runtime/own.js";
import { openController, signalOf } from "../runtime/signal.js";

/** One request and its state. All members are set, so that none is read from `Object.prototype`. */
export interface Call {
  config: MergedConfig;
  exchange: Exchange;
  request: RequestFacts;
  adapter: Adapter | undefined;
  /** The adapter's answer, and what it threw with it: adapters apply `validateStatus` themselves. */
  adapted: { answer: Shaped; thrown: unknown } | undefined;
  /** The error that ended a body, which the platform may not pass on. */
  broken: unknown;
  /** The function that the cancel token calls. */
  cancel: ((reason: unknown) => void) | undefined;
}

export const call = async (
  client: ClientContext,
  interceptors: Interceptors,
  given: GivenConfig,
): Promise<Shaped> => {
  checkTypes(given, "the request");
  const config = mergeConfig(client.defaults, given);
  // Checked here, because the request belongs to the application's own refresh however late the interceptors send it.
  if (client.session?.asking) config.session = false;
  const { transformRequest: transforms } = config;
  // Only the application's handlers could change the caller's object.
  if (
    !interceptors.request.idle ||
    !Array.isArray(transforms) ||
    (transforms[0] as unknown) !== transformRequest ||
    transforms.length > 1
  )
    config.data = copy(undefined, config.data, "data");
  const inherited = inheritedBy(client, given, config);
  return intercept(interceptors, config, (ready, again) => {
    if (inherited && client.session?.hasFormerToken(inherited))
      dropFormerToken(client, ready, inherited);
    return dispatch(client, ready, again);
  });
};

/**
 * The default value of the header that carries the token. Applications that use axios set it at log-in and never remove
 * it.
 * @param given the config of the call, whose own header takes precedence
 */
const inheritedBy = (
  { session, settings }: ClientContext,
  given: GivenConfig,
  config: MergedConfig,
) => {
  const value =
    session && AxiosHeaders.from(config.headers).get(settings.header);
  if (!value) return;
  const named = new AxiosHeaders(own(given)?.headers as object | undefined);
  return named.has(settings.header) ? undefined : value;
};

const dropFormerToken = (
  { settings }: ClientContext,
  config: MergedConfig,
  value: unknown,
) => {
  const headers = AxiosHeaders.from(config.headers);
  const header = settings!.header;
  if (headers.get(header) === value) headers.delete(header);
  config.headers = headers as unknown as MergedConfig["headers"];
};

/** @param again the interceptors to run before the request is sent again */
const dispatch = (
  client: ClientContext,
  given: object,
  again: Handler<MergedConfig>[],
): Promise<Shaped> => {
  const config = asConfig(given);
  config.cancelToken?.throwIfRequested();
  checkSignal(config);
  // The config as the interceptors left it, which they receive once more.
  const origin = again.length ? copied(config) : undefined;
  const call = open(client, encode(config));
  if (origin)
    call.exchange.renew = async () => {
      const changed = await chain(Promise.resolve(copied(origin)), again);
      replace(config, encode(copied(changed)));
      const plan = planOf(client, config);
      call.exchange.take(plan);
      Object.assign(call.request, factsOf(plan, config));
      if (isLimited(config)) await limitBody(call);
    };
  return answer(call, (response) => transformed(response, config));
};

/** Does what axios's own adapters do: sends a config whose data is the body, and returns the body unchanged. */
export const sendAs = (
  client: ClientContext,
  given: object,
): Promise<Shaped> => {
  const config = asConfig({ ...given, adapter: undefined });
  config.headers = headersOf(config);
  checkSignal(config);
  return answer(open(client, config), (response) => response);
};

const planOf = (client: ClientContext, config: MergedConfig): Plan => {
  const { auth, data, fetchOptions, maxRedirects } = config;
  const url = urlOf(config);
  const target = targetOf(client, config, url, urlOf);
  const init = initOf(config, data, fetchOptions);
  if (auth) init.headers.authorization = basic(own(auth));
  if (maxRedirects === 0) init.redirect ??= "manual";
  return { url, target, init };
};

/** HTTP Basic authentication, in UTF-8 (RFC 7617). */
const basic = ({ username = "", password = "" }) =>
  "Basic " +
  btoa(
    String.fromCharCode(...new TextEncoder().encode(`${username}:${password}`)),
  );

const open = (client: ClientContext, config: MergedConfig): Call => {
  const { cancelToken, onUploadProgress } = config;
  const adapter = adapterOf(config.adapter);
  const plan = planOf(client, config);
  let under = config;
  let cancel;
  if (cancelToken) {
    const canceling = openController();
    cancel = (reason: unknown) => canceling.abort(reason);
    cancelToken.subscribe(cancel);
    const signals = [canceling.signal, signalOf(config.signal)];
    under = own({
      ...config,
      signal: AbortSignal.any(signals.filter((signal) => !!signal)),
    });
  }
  let fetch: Fetch = own(config.env).fetch ?? client.fetch;
  if (adapter)
    fetch = askedBy(adapter, config, (adapted) => (call.adapted = adapted));
  if (onUploadProgress && plan.init.body)
    fetch = uploading(fetch, onUploadProgress);
  const exchange = new Exchange(client, under, plan, ({ init, target, url }) =>
    fetch(pinned(url, target), marked(config, init, target ?? url)),
  );
  // An adapter decides on its own whether it follows redirects.
  if (adapter) exchange.follows = true;
  // What `note` changes later must be there, or an assignment would meet `Object.prototype` (G21).
  const request = {
    ...factsOf(plan, config),
    status: 0,
    response: "",
    responseText: "",
  };
  const call: Call = {
    adapter,
    adapted: undefined,
    broken: undefined,
    cancel,
    config,
    exchange,
    request,
  };
  return call;
};

/** A copy of the config with its own headers, because encoding sets the headers that describe the data. */
const copied = (config: object): MergedConfig =>
  asConfig({
    ...config,
    headers: new AxiosHeaders((config as Partial<MergedConfig>).headers),
  });

const headersOf = (config: MergedConfig) =>
  AxiosHeaders.from(config.headers) as unknown as MergedConfig["headers"];

/** Encodes the data for sending, and sets the headers that describe it. */
const encode = (config: MergedConfig) => {
  const headers = (config.headers = headersOf(config));
  const data = transform(config.transformRequest, config, config.data, headers);
  config.data = data;
  if (/^(post|put|patch)$/.test(config.method))
    headers.setContentType((data instanceof Blob && data.type) || FORM, false);
  return config;
};

/** Replaces the members of an object with those of another. */
const replace = (object: Record<string, unknown>, members: object) => {
  for (const name of Object.keys(object))
    if (!Object.hasOwn(members, name)) delete object[name];
  Object.assign(object, members);
};

const isLimited = ({ maxBodyLength = -1 }: MergedConfig) => maxBodyLength > -1;

/** A separate function: in a burst, thousands of these wait at once, and each keeps its variables alive. */
const answer = async (
  call: Call,
  finish: (response: Shaped) => Shaped,
): Promise<Shaped> => {
  const { config, exchange, request } = call;
  let response;
  try {
    if (isLimited(config)) await limitBody(call);
    const native = await exchange.perform();
    request.responseURL = native.url ?? "";
    response = await shape(native, call);
  } catch (error) {
    throw await failed(error, call, finish);
  } finally {
    exchange.done();
    // A stream has not been read yet.
    if (config.responseType !== "stream" && call.cancel)
      config.cancelToken?.unsubscribe(call.cancel);
  }
  const finished = finish(response);
  if (!call.adapted) return settle(finished);
  if (call.adapted.thrown) throw call.adapted.thrown;
  return finished;
};

/** The members that existing code reads, because axios has an XMLHttpRequest here. */
const note = (request: RequestFacts, status: number, response: unknown) =>
  Object.assign(request, {
    status,
    response,
    responseText: typeof response === "string" ? response : "",
  });

const shape = async (native: Response, call: Call): Promise<Shaped> => {
  const { adapted, config, request } = call;
  if (adapted) return adapted.answer;
  const { ok, status } = native;
  const data = await readAs(watched(native, call), config);
  // Not for a success, because the text would be kept in memory in addition to the parsed value.
  note(request, status, ok ? "" : data);
  return {
    data,
    status,
    statusText: native.statusText,
    headers: received(new AxiosHeaders(), native.headers),
    config,
    request,
    native,
  };
};

const transformed = (response: Shaped, config: MergedConfig) => {
  const { data, headers, status } = response;
  // Transforms may read the response, and an error contains it.
  const context = own({ ...config, response });
  response.data = transform(
    config.transformResponse,
    context,
    data,
    headers,
    status,
  );
  return response;
};

/** Converts any thrown value into axios's shape. */
const failed = async (
  thrown: unknown,
  call: Call,
  finish: (response: Shaped) => Shaped,
): Promise<unknown> => {
  const { config, exchange, request } = call;
  const { cancelToken, timeoutErrorMessage, transitional } = config;
  if (cancelToken?.reason)
    return Object.assign(cancelToken.reason, { config, request });
  const fatal = call.broken ?? thrown;
  const { signal, timedOut } = exchange;
  // An error from an adapter is passed on unchanged.
  if (call.adapter && !signal?.aborted && !timedOut && !isEverfetchError(fatal))
    return fatal;
  const error = await explain(
    fatal,
    exchange,
    config,
    request,
    async (refusal) => finish(await shape(refusal, call)),
  );
  if (timedOut && error instanceof EverfetchError && !signal?.aborted) {
    if (timeoutErrorMessage) error.message = timeoutErrorMessage;
    if (own(transitional).clarifyTimeoutError) error.code = "ETIMEDOUT";
  }
  return error;
};
