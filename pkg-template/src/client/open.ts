// Creates the context that a client passes to each of its requests.

import type { ClientContext, SessionContext } from "./context.js";
import { readOptions } from "./options/read.js";
import { Call, Credential } from "../protocol.js";
import type { ClientOptions, Defaults, Fetch } from "./request.js";
import { own } from "../runtime/own.js";
import { checkEndpoint, reachOf } from "./scope.js";
import { debugTo } from "../runtime/debug.js";
import { shareCookie, shareFunction } from "../runtime/sharing.js";
import { openSession } from "../runtime/open-session.js";
import type { Surface } from "./surface.js";
import { isPage } from "../runtime/store.js";

/**
 * Checks the options, and opens or shares the session, if the options name one.
 * @param engine starts the engine, or returns the running one. Only a session needs it
 * @param defaults the client's defaults, whose `baseURL` the application may change later
 */
export const openClient = (
  engine: () => Parameters<typeof openSession>[0],
  surface: Surface,
  options: ClientOptions,
  defaults: Defaults,
  parent?: ClientContext,
): ClientContext => {
  // The client's own or the platform's, looked up at each call. Neither may be called as a method.
  const fetch: Fetch = (input, init) =>
    (options.fetch ?? parent?.fetch ?? globalThis.fetch)(
      input,
      init as RequestInit,
    );
  if (options.session === undefined && parent?.session)
    return own({ ...parent, fetch, defaults, reach: undefined });
  if (options.session == null || options.session === false)
    return own({ surface, fetch, defaults });
  const settings = readOptions(options.session);
  const { debug, refresh, keepFresh } = settings;
  const { credential, timeout, retries } = refresh;
  const client = own<Partial<SessionContext>>({
    surface,
    fetch,
    defaults,
    settings,
    credential,
  }) as SessionContext;
  client.owner = client;
  if (!refresh.call) checkEndpoint(client, "refresh", true);
  if (settings.logout) checkEndpoint(client, "logout", true);
  const wasm = engine();
  client.lockTimeout = wasm[Call.lockDeadline](timeout, retries);
  client.waiterTimeout =
    settings.waiterTimeout ?? wasm[Call.waiterTimeout](timeout, retries);
  const session = (client.session = openSession(wasm, settings));
  session.client = client;
  // Not on a server, where each client has its own cookie jar.
  if (refresh.send === "cookie" && isPage())
    shareCookie(session, reachOf(client).tokenURL);
  // A marker says whether there is a cookie.
  if (
    session.marker &&
    refresh.send === "cookie" &&
    credential !== Credential.Nothing
  )
    client.credential = Credential.Marked;
  const isFunction = refresh.call && credential === Credential.External;
  if (isFunction && settings.storage === "memory" && isPage())
    shareFunction(session, settings, own(defaults).baseURL);
  if (debug) debugTo(session, debug);
  // Read now, so that a message from another tab is about a known token.
  session.syncFromStore(client);
  if (keepFresh) session.keep(client);
  return client;
};
