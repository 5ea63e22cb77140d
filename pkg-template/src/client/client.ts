// What `createClient()` returns: a function with methods, as axios's instance is.

import {
  WITHOUT_DATA,
  WITH_DATA,
  checkConfig,
  copy,
  merge,
  mergeConfig,
} from "./config.js";
import { dispatch } from "./dispatch.js";
import { fail } from "./error.js";
import { Waiter } from "./waiter.js";
import { fetchOf } from "./fetch.js";
import { EverfetchHeaders, entriesOf } from "./headers.js";
import { intercept, openInterceptors } from "./interceptors.js";
import { openClient } from "./open.js";
import { define, own } from "../runtime/own.js";
import { Call } from "../protocol.js";
import { transformRequest, transformResponse } from "./transform.js";
import { urlOf } from "./url.js";

/** axios's, as far as fetch can honour them. */
const DEFAULTS = {
  transitional: {
    silentJSONParsing: true,
    forcedJSONParsing: true,
    clarifyTimeoutError: false,
    legacyInterceptorReqResOrdering: true,
  },
  adapter: ["fetch"],
  transformRequest: [transformRequest],
  transformResponse: [transformResponse],
  timeout: 0,
  xsrfCookieName: "XSRF-TOKEN",
  xsrfHeaderName: "X-XSRF-TOKEN",
  maxContentLength: -1,
  maxBodyLength: -1,
  validateStatus: (status: number) => status >= 200 && status < 300,
  headers: {
    common: { Accept: "application/json, text/plain, */*" },
    ...Object.fromEntries(
      WITHOUT_DATA.concat(WITH_DATA).map((method) => [method, {}]),
    ),
  },
};

/**
 * @param base the defaults under these options
 * @param parent the client whose session is this one's as well, unless the options say otherwise
 */
export const makeClient = (
  wasm: any,
  options: any,
  base: any = DEFAULTS,
  parent?: any,
) => {
  checkConfig(options, "createClient(options)");
  options = own(options);
  const { session: _, fetch: __, ...rest } = options;
  const defaults = merge(base, rest);
  const client = openClient(wasm, options, defaults, parent);
  const interceptors = {
    request: openInterceptors(),
    response: openInterceptors(),
  };

  const api: any = async (first: any, second: any) => {
    const given =
      typeof first === "string" ? { ...own(second), url: first } : first;
    checkConfig(given, "the request");
    const config = mergeConfig(defaults, given);
    // Made by the application's own refresh, whose request it is, however late the interceptors send it.
    if (client.session?.asking) config.session = false;
    const { transformRequest: transforms } = config;
    // Nobody but the application's own handlers would change the caller's object.
    if (
      !interceptors.request.idle ||
      transforms?.[0] !== transformRequest ||
      transforms.length > 1
    )
      config.data = copy(undefined, config.data, "data");
    const inherited = inheritedBy(client, given, config);
    return intercept(interceptors, config, (ready, again) => {
      if (inherited && client.session?.isSpent(inherited))
        dropSpent(client, ready, inherited);
      return dispatch(client, ready, again);
    });
  };
  const members: any = own({});
  members.request = api;
  members.defaults = defaults;
  members.interceptors = interceptors;
  members.fetch = fetchOf(client);
  members.session = sessionOf(client);
  members.create = (more: any) => makeClient(wasm, more, defaults, client);
  members.getUri = (config: any) => urlOf(mergeConfig(defaults, config));
  for (const method of WITHOUT_DATA)
    members[method] = (url: string, config: any) =>
      api({ ...config, method, url });
  for (const method of WITH_DATA) {
    const call =
      (more: any = undefined) =>
      (url: string, data: any, config: any) =>
        api({
          ...config,
          method,
          url,
          data,
          headers: more
            ? [...entriesOf(own(config).headers ?? {}), more]
            : own(config).headers,
        });
    members[method] = call();
    if (method !== "query")
      members[method + "Form"] = call(["Content-Type", "multipart/form-data"]);
  }
  for (const name of Object.keys(members)) define(api, name, members[name]);
  return api;
};

/**
 * What the defaults put into the header that carries the token. With axios, applications set it at the log-in,
 * and it is there for good.
 * @param given the config of the call, whose own header is the caller's word
 */
const inheritedBy = ({ session, settings }: any, given: any, config: any) => {
  const value = session && config.headers.get(settings.header);
  const named = value && new EverfetchHeaders(own(given).headers);
  return named && !named.has(settings.header) ? value : undefined;
};

const dropSpent = ({ settings }: any, config: any, value: any) => {
  const headers = EverfetchHeaders.from(config.headers);
  if (headers.get(settings.header) === value) headers.delete(settings.header);
  config.headers = headers;
};

/** What a user holds of the session. */
const sessionOf = (client: any) => {
  const { session } = client;
  const waiter = () => new Waiter(client);
  const unlessAsking = (method: string) => {
    if (session.asking)
      throw fail(
        "ERR_BAD_OPTION",
        `session.${method}() was called by session.refresh, for which it would wait; use context.accessToken`,
      );
  };
  return session
    ? {
        get state() {
          return session.state;
        },
        get user() {
          return session.user;
        },
        get waiting() {
          return session.waiters.size;
        },
        signIn: (tokens: any) => session.signIn(client, tokens),
        signOut: () => session.signOut(client),
        accessToken: async () => {
          unlessAsking("accessToken");
          const caller = waiter();
          const admitted = caller.admit(true);
          const stamp =
            typeof admitted === "number"
              ? admitted
              : caller.resume(await admitted);
          return (
            (session.wasm[Call.carriesToken](stamp) && session.access) || null
          );
        },
        refresh: async () => {
          unlessAsking("refresh");
          const caller = waiter();
          caller.resume(await caller.wait(session.demand(client)));
        },
        subscribe: (listener: any) => session.subscribe(listener),
      }
    : {
        state: "signed-out",
        user: null,
        waiting: 0,
        signIn: absent,
        signOut: absent,
        accessToken: absent,
        refresh: absent,
        subscribe: absent,
      };
};

const absent = () => {
  throw fail(
    "ERR_BAD_OPTION",
    'this client has no session; give it one: createClient({ session: { refresh: "/auth/refresh" } })',
  );
};
