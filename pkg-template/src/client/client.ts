// What `createClient()` returns: a function with methods, as axios's instance is.

import type { ClientContext } from "./context.js";
import { badOption } from "./options/explain.js";
import { Waiter } from "./waiter.js";
import { fetchOf } from "./fetch.js";
import { openInterceptors } from "./interceptors.js";
import { openClient } from "./open.js";
import type { GivenConfig, MergedConfig } from "./request.js";
import type { Shaped } from "./steps.js";
import type { Api, Surface } from "./surface.js";
import { attempt } from "../runtime/callbacks.js";
import { define, own } from "../runtime/own.js";
import { signIn } from "../runtime/sign-in.js";
import { Call, Credential } from "../protocol.js";
import { KNOWN } from "../follow.js";

/** The parameter through which `openClient` gets the engine. */
export type Engine = ReturnType<Parameters<typeof openClient>[0]>;

/**
 * @param base the defaults beneath these options
 * @param parent the client whose session this client shares, unless the options name another session
 */
export const makeClient = (
  engine: () => Engine,
  surface: Surface,
  given?: unknown,
  base: object = surface.defaults,
  parent?: ClientContext,
): Api => {
  const options = own(given);
  const defaults = surface.configure(base, given as object);
  const client = openClient(engine, surface, options, defaults, parent);
  const interceptors = {
    request: openInterceptors<MergedConfig>(),
    response: openInterceptors<Shaped>(),
  };
  const api = (async (first: unknown, second?: unknown) =>
    surface.call(
      client,
      interceptors,
      (typeof first === "string"
        ? { ...own(second), url: first }
        : first) as GivenConfig,
    )) as Api;
  const members: Record<string, unknown> = own({
    request: api,
    defaults,
    interceptors,
    fetch: fetchOf(client),
    session: sessionOf(client),
    create: (more?: unknown) =>
      makeClient(engine, surface, more, defaults, client),
    getUri: (config: GivenConfig) => surface.urlOf(defaults, config),
  });
  for (const method of ["get", "delete", "head", "options"])
    members[method] = (url: unknown, config?: object) =>
      api({ ...config, method, url });
  for (const method of ["post", "put", "patch"])
    members[method] = (url: unknown, data?: unknown, config?: object) =>
      api({ ...config, method, url, data });
  Object.assign(members, surface.members?.(api, client));
  for (const name of Object.keys(members)) define(api, name, members[name]);
  return api;
};

/** The session as the application sees it. */
export const sessionOf = (client: ClientContext): object => {
  const { session } = client;
  if (!session) return NONE;
  const unlessAsking = (method: string) => {
    if (session.asking)
      throw badOption(
        `session.${method}()`,
        DEVELOPMENT &&
          `\`session.${method}()\` was called by \`session.refresh\`, and would wait for it. Use \`context.accessToken\`.`,
      );
  };
  return {
    get state() {
      return session.state;
    },
    get user() {
      return session.user;
    },
    get waiting() {
      return session.waiters.size;
    },
    signIn: (tokens: unknown) => signIn(client, tokens),
    signOut: async () => {
      await attempt("session.signOut()", () => session.signOut(client));
    },
    accessToken: async () => {
      unlessAsking("accessToken");
      const caller = new Waiter(client);
      const admitted = caller.admit(true);
      const stamp =
        typeof admitted === "number" ? admitted : caller.resume(await admitted);
      return (session.wasm[Call.carriesToken](stamp) && session.bearer) || null;
    },
    refresh: async (known?: unknown) => {
      unlessAsking("refresh");
      if (client.credential === Credential.Nothing && known !== KNOWN)
        throw badOption(
          "session.refresh()",
          DEVELOPMENT &&
            "`session.refresh()` has nothing to refresh with, because the option `session.refresh` is false.",
        );
      const caller = new Waiter(client);
      const stamp = session.refreshNow(client, known === KNOWN);
      caller.resume(await caller.wait(stamp));
    },
    subscribe: (listener: (event: unknown) => void) =>
      session.listeners.subscribe(listener),
  };
};

const absent = () => {
  throw badOption(
    "session",
    DEVELOPMENT &&
      'This client has no session. Create it with one: `createClient({ session: { refresh: "/auth/refresh" } })`.',
  );
};

/** The session of a client without one. */
const NONE = {
  state: "signed-out",
  user: null,
  waiting: 0,
  signIn: absent,
  signOut: absent,
  accessToken: absent,
  refresh: absent,
  subscribe: absent,
};
