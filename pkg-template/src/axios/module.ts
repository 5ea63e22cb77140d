// axios's default export: a callable client, with the rest of the module as its members.

import { adapterOf } from "./adapter.js";
import { sendAs } from "./call.js";
import * as named from "./exports.js";
import { surface } from "./index.js";
import { makeClient, sessionOf, type Engine } from "../client/client.js";
import type { ClientContext } from "../client/context.js";
import { openClient } from "../client/open.js";
import type { ClientOptions, Fetch, MergedConfig } from "../client/request.js";
import type { Api, Surface } from "../client/surface.js";
import { define, own } from "../runtime/own.js";

/** The transport behind axios's own adapters: fetch, without a session. */
const plain: ClientContext = own({
  surface,
  fetch: ((input, init) =>
    globalThis.fetch(input, init as RequestInit)) as Fetch,
  defaults: {} as ClientContext["defaults"],
  session: undefined,
});

/** Returns the function that sends a config, for one of axios's adapter names or the application's own function. */
const getAdapter = (adapters?: unknown) =>
  adapterOf(adapters) ?? ((config: MergedConfig) => sendAs(plain, config));

/**
 * @param engine starts the engine. Only a session needs it, so the default instance starts it when it gets a session
 */
export const open = (engine: () => Engine, init: () => Promise<void>) => {
  const withSessions: Surface = {
    ...surface,
    members: (api, client) => ({
      ...surface.members?.(api, client),
      /**
       * Gives an existing client, such as the default instance, a session. Clients created from it later share that
       * session.
       */
      openSession: (session: unknown) => {
        const options = own({ session, fetch: client.fetch }) as ClientOptions;
        const opened = openClient(engine, surface, options, client.defaults);
        Object.assign(client, opened);
        const view = sessionOf(client);
        define(api, "session", view);
        return view;
      },
    }),
  };
  const make = (options?: unknown) => makeClient(engine, withSessions, options);
  const axios = make();

  /** axios's class: an instance that is not callable, with the members of a client. */
  class Axios {
    constructor(options?: unknown) {
      const api = make(options);
      for (const name of Object.keys(api)) define(this, name, api[name]);
    }
  }

  /** Creates a client and starts the engine immediately, as `createClient` of `everfetch` does. */
  const createClient = (options?: unknown): Api => {
    engine();
    return make(options);
  };

  const create = axios.create as (options?: unknown) => Api;
  const more = { Axios, create, createClient, getAdapter, init };
  const statics: Record<string, unknown> = own({ ...named, ...more });
  for (const name of Object.keys(statics)) define(axios, name, statics[name]);
  define(axios, "default", axios);
  return axios as typeof axios & typeof more;
};
