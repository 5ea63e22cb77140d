// @ts-nocheck
// One request, from its config to fetch and back: what axios's dispatch and its fetch adapter do.

import { adapted, adapterOf } from "../axios/adapter.js";
import { asConfig } from "./config.js";
import {
  CanceledError,
  EverfetchError,
  fail,
  isEverfetchError,
} from "./error.js";
import { Exchange } from "./exchange.js";
import { EverfetchHeaders } from "./headers.js";
import { chain } from "./interceptors.js";
import { member, own, platform } from "../runtime/own.js";
import { limitBody, uploading, watched } from "../axios/progress.js";
import { reachOf } from "./scope.js";
import { openController, signalOf } from "../runtime/signal.js";
import { FORM, isStream, transform } from "./transform.js";
import { parse, pinned, urlOf } from "./url.js";
import { xsrfOf } from "../axios/xsrf.js";

/** fetch's own init members, passed on as they are. */
const INIT = [
  "cache",
  "credentials",
  "duplex",
  "integrity",
  "keepalive",
  "mode",
  "priority",
  "redirect",
  "referrer",
  "referrerPolicy",
];

/** Bytes that no header can carry. */
const NO_BYTE = /[^\t -~\x80-\xff]+/g;

/** A request of axios's shape. */
class Call extends Exchange {
  declare request: {
    url: string;
    method: any;
    responseType: any;
    responseURL: string;
  };
  declare follows: boolean;
  declare send: any;
  declare adapted: boolean;
  declare cancel: any;
  declare broken: unknown;
  declare timeout: any;
  declare guarded: any;
  declare url: string;
  declare target: string | undefined;
  declare once: boolean;
  declare init: any;
  constructor(
    client: any,
    config: any,
    { url, init, target }: ReturnType<typeof prepare>,
  ) {
    super(client, config, url, init, target);
    const { responseType: type = "" } = config;
    /** What axios has of XMLHttpRequest's members, as far as interceptors of applications read them. */
    this.request = {
      url,
      method: init.method,
      responseType: type === "json" ? "" : type,
      responseURL: "",
    };
    // What the caller has said of redirects counts.
    if (init.redirect) this.follows = true;
    /** What stands in for fetch. */
    this.send = client.fetch;
    this.adapted = false;
    /** What the cancel token is told to call. */
    this.cancel = undefined;
    /** What ended a body: the platform may not pass it on. */
    this.broken = undefined;
  }

  transmit() {
    const { init } = this;
    if (this.timeout) this.limit();
    if (this.guarded) init.redirect = "manual";
    else if (!this.follows) delete init.redirect;
    return this.send(pinned(this.url, this.target), this.marked());
  }

  /** What is sent from now on. */
  take({ url, init, target }: ReturnType<typeof prepare>) {
    const { request, signal } = this;
    this.url = request.url = url;
    request.method = init.method;
    this.target = target;
    this.once = isStream(init.body);
    if (this.once) init.duplex ??= "half";
    if (signal) init.signal = signal;
    replace(this.init, init);
  }

  /** With the double-submit mark of now: the cookie may have changed since the last sending (G25). */
  marked() {
    const { config, init } = this;
    const mark = xsrfOf(config, this.target ?? this.url);
    if (!mark) return init;
    const name = config.xsrfHeaderName.toLowerCase();
    return own({ ...init, headers: own({ ...init.headers, [name]: mark }) });
  }
}

/** @param again who sees it again before it is sent again */
export const dispatch = (
  client: any,
  given: any,
  again: import("./interceptors.js").Handler[],
) => {
  const config = asConfig(given);
  const { cancelToken, env, signal } = config;
  cancelToken?.throwIfRequested();
  if (signalOf(signal)?.aborted) throw new CanceledError(undefined, config);
  // As the interceptors have left it, to be shown to them once more.
  const origin = again.length ? copied(config) : undefined;
  const adapter = adapterOf(config.adapter);
  const prepared = prepare(client, encode(config));
  let under = config;
  let cancel;
  if (cancelToken) {
    const canceling = openController();
    cancel = (reason: any) => canceling.abort(reason);
    cancelToken.subscribe(cancel);
    const signals = [canceling.signal, signalOf(signal)].filter(Boolean);
    under = own({ ...config, signal: AbortSignal.any(signals) });
  }
  const call = new Call(client, under, prepared);
  call.cancel = cancel;
  const { fetch } = own(env);
  if (fetch) call.send = fetch;
  if (adapter) {
    call.adapted = call.follows = true;
    call.send = adapted(adapter, config);
  }
  if (config.onUploadProgress && call.init.body)
    call.send = uploading(call.send, config.onUploadProgress);
  if (origin)
    call.renew = async () => {
      const seen = await chain(Promise.resolve(copied(origin)), again);
      replace(config, encode(copied(seen)));
      call.take(prepare(client, config));
      if (config.maxBodyLength > -1) await limitBody(call, config);
    };
  return answer(call, config);
};

/** A config with headers of its own: those that are encoded say what the data has become. */
const copied = (config: any) =>
  asConfig({ ...config, headers: new EverfetchHeaders(own(config).headers) });

/** Turns its data into what is sent, and has its headers say what that is. */
const encode = (config: any) => {
  const headers: any = (config.headers = EverfetchHeaders.from(config.headers));
  const data = transform(config.transformRequest, config, config.data, headers);
  config.data = data;
  if (/^(post|put|patch)$/.test(config.method))
    headers.setContentType((data instanceof Blob && data.type) || FORM, false);
  return config;
};

/** Gives an object the members of another, and no others. */
const replace = (object: any, members: any) => {
  for (const name of Object.keys(object))
    if (!Object.hasOwn(members, name)) delete object[name];
  Object.assign(object, members);
};

/** Apart from what leads to it: in a burst there are thousands of these waiting, each with its variables. */
const answer = async (call: Call, config: any) => {
  let native: any;
  let response;
  try {
    if (config.maxBodyLength > -1) await limitBody(call, config);
    native = await call.perform();
    call.request.responseURL = native.url ?? "";
    response = await shape(native, config, call);
  } catch (error) {
    throw await explain(error, call, config);
  } finally {
    call.done();
    // A stream is yet to be read.
    if (config.responseType !== "stream")
      config.cancelToken?.unsubscribe(call.cancel);
  }
  return settle(transformed(response, config), config, call, native);
};

const settle = (response: any, config: any, call: Call, native: any) => {
  if (call.adapted && native.thrown) throw native.thrown;
  const { status } = response;
  const { validateStatus } = config;
  // Adapters have validated it themselves.
  if (call.adapted || !status || !validateStatus || validateStatus(status))
    return response;
  throw new EverfetchError(
    "Request failed with status code " + status,
    status >= 400 && status < 500 ? "ERR_BAD_REQUEST" : "ERR_BAD_RESPONSE",
    config,
    call.request,
    response,
  );
};

/** What fetch takes, and where the URL leads. */
const prepare = (
  client: any,
  config: any,
): { url: string; target: string | undefined; init: any } => {
  const url = urlOf(config);
  const { base, given } = reachOf(client);
  const whole =
    base && config.baseURL === given
      ? own({ ...config, baseURL: base })
      : config;
  const target = parse(whole === config ? url : urlOf(whole))?.href;
  const { data, auth, method, fetchOptions, withCredentials } = config;
  // A copy: the session adds the token to it, and `error.config` must not have it.
  const headers: Record<string, string> = own({});
  for (const [name, value] of EverfetchHeaders.from(config.headers))
    headers[name.toLowerCase()] = String(value).replace(NO_BYTE, "");
  if (auth) {
    const { username, password } = own(auth);
    headers.authorization =
      "Basic " +
      btoa(
        String.fromCharCode(
          ...new TextEncoder().encode(`${username ?? ""}:${password ?? ""}`),
        ),
      );
  }
  const init: any = {
    ...own(fetchOptions),
    __proto__: null,
    signal: undefined,
    method: method.toUpperCase(),
    headers,
  };
  for (const name of INIT)
    if (config[name] !== undefined) init[name] = config[name];
  if (withCredentials !== undefined)
    init.credentials ??= withCredentials ? "include" : "same-origin";
  if (config.maxRedirects === 0) init.redirect ??= "manual";
  const nothing = data === undefined || data === null;
  if (nothing || /^(get|head)$/.test(method)) {
    delete init.body;
    // There is nothing that this could describe.
    delete headers["content-type"];
  } else {
    init.body = data;
    // Only the platform knows the boundary.
    if (data instanceof FormData) delete headers["content-type"];
  }
  return { url, target, init };
};

const shape = async (native: any, config: any, call: Call) =>
  (call.adapted && native.answer) || {
    data: await read(watched(native, config, call), config),
    status: native.status,
    statusText: native.statusText,
    headers: EverfetchHeaders.received(native.headers),
    config,
    request: call.request,
    native,
  };

const transformed = (response: any, config: any) => {
  const { data, headers, status } = response;
  // Whatever transforms may look at it, and an error takes it along.
  config.response = response;
  try {
    response.data = transform(
      config.transformResponse,
      config,
      data,
      headers,
      status,
    );
  } finally {
    delete config.response;
  }
  return response;
};

const read = async (
  native: Response,
  { responseType, responseEncoding }: any,
) => {
  switch (responseType?.toLowerCase()) {
    case "arraybuffer":
      return native.arrayBuffer();
    case "blob":
      return withoutParameters(await native.blob());
    case "formdata":
      return native.formData();
    case "stream":
      return native.body;
    case "document": {
      const type = native.headers.get("content-type")?.split(";")[0].trim();
      return parseDocument(await native.text(), type);
    }
  }
  if (!responseEncoding || /^utf-?8$/i.test(responseEncoding))
    return native.text();
  const bytes = await native.arrayBuffer();
  try {
    return new TextDecoder(responseEncoding).decode(bytes);
  } catch {
    // An encoding that only Node knows.
    return new TextDecoder().decode(bytes);
  }
};

let policy: any;

/**
 * Trusted Types let no string into a parser. Scripts do not run in what this one makes, so a policy that lets
 * everything pass is safe as long as only this function has it.
 */
const parseDocument = (text: string, type: string = "") => {
  if (!platform("DOMParser")) return text;
  try {
    policy ??= platform("trustedTypes")?.createPolicy(
      "everfetch",
      own({ createHTML: (html: string) => html }),
    );
  } catch {
    // Not allowed by that name. Perhaps the page has a default policy.
  }
  try {
    return new DOMParser().parseFromString(
      policy ? policy.createHTML(text) : text,
      (/xml$/.test(type) ? type : "text/html") as any,
    );
  } catch (cause) {
    throw fail(
      "ERR_NOT_SUPPORT",
      '`responseType: "document"` needs a Trusted Types policy. Add `everfetch` to `trusted-types` in the page\'s Content-Security-Policy.',
      cause,
    );
  }
};

/** As XMLHttpRequest gives it, since applications compare the type. */
const withoutParameters = (blob: Blob) => {
  const [type] = blob.type.split(/\s*;/, 1);
  return type === blob.type ? blob : blob.slice(0, blob.size, type);
};

/** Whatever was thrown, as the one error class. */
const explain = async (error: any, call: Call, config: any) => {
  const { request } = call;
  const { cancelToken } = config;
  const signal = signalOf(config.signal);
  error = call.broken ?? error;
  if (cancelToken?.reason)
    return Object.assign(cancelToken.reason, { config, request });
  if (signal?.aborted) {
    const { reason } = signal;
    return new CanceledError(
      member(reason, "name") === "AbortError"
        ? undefined
        : (member(reason, "message") ?? reason),
      config,
      request,
      reason,
    );
  }
  if (call.timedOut) {
    const message =
      config.timeoutErrorMessage || `timeout of ${config.timeout}ms exceeded`;
    const code = own(config.transitional).clarifyTimeoutError
      ? "ETIMEDOUT"
      : "ECONNABORTED";
    return new EverfetchError(message, code, config, request);
  }
  if (isEverfetchError(error)) {
    if (error.config) return error;
    // The session's own: it knows neither the config nor the refusal.
    error.config = config;
    error.request = request;
    const refusal = await call.refusal;
    if (refusal) {
      error.response = await shape(refusal, config, call)
        .then((response) => transformed(response, config))
        .catch(() => undefined);
      error.status = member(error.response, "status");
    }
    return error;
  }
  if (call.adapted) return error;
  return error instanceof TypeError || member(error, "name") === "AbortError"
    ? new EverfetchError(
        "Network Error",
        "ERR_NETWORK",
        config,
        request,
        undefined,
        member(error, "cause") ?? error,
      )
    : EverfetchError.from(error, undefined, config, request);
};
