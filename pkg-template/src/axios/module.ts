// axios's default export: a client that is callable, with the rest of the module as its members.

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

/** What an adapter of axios's own is sent by: fetch, without a session. */
const plain: ClientContext = own({
  surface,
  fetch: ((input, init) =>
    globalThis.fetch(input, init as RequestInit)) as Fetch,
  defaults: {} as ClientContext["defaults"],
  session: undefined,
});

/** The function that sends a config, by axios's names of adapters or the application's own function. */
const getAdapter = (adapters?: unknown) =>
  adapterOf(adapters) ?? ((config: MergedConfig) => sendAs(plain, config));

/** @param engine starts the engine, for a session: the default instance does without, until it gets one */
export const open = (engine: () => Engine, init: () => Promise<void>) => {
  const withSessions: Surface = {
    ...surface,
    members: (api, client) => ({
      ...surface.members?.(api, client),
      /** Gives a client that exists a session, such as the default instance. Clients made from it share it. */
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

  /** An instance that is not callable. Its members are those of a client. */
  class Axios {
    constructor(options?: unknown) {
      const api = make(options);
      for (const name of Object.keys(api)) define(this, name, api[name]);
    }
  }

  /** A client, which starts the engine at once, as that of `everfetch` does. */
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
