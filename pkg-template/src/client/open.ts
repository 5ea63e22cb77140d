// What a client brings along to each of its requests.

import { readOptions } from "./options.js";
import { own, platform } from "../runtime/own.js";
import { checkTokenURL, reachOf } from "./scope.js";
import { openSession } from "../runtime/session.js";
import { isPage } from "../runtime/store.js";

/** The lock is waited for so much longer than a whole refresh takes, in ms. */
const LOCK_MARGIN_MS = 1000;

/** No pause between two tries is longer, in ms; src/session/refresh.rs has it as well. */
const LONGEST_PAUSE_MS = 5000;

/**
 * Its options, checked, and the session that it shares, if it wants one.
 * @param defaults the client's, as the application sees them: it may change their `baseURL` later
 */
export const openClient = (
  wasm: any,
  options: any,
  defaults: any,
  parent?: any,
) => {
  // The client's own or the platform's, looked up at each call. Neither may be called as a method.
  const fetch = (input: any, init: any) =>
    (options.fetch ?? parent?.fetch ?? globalThis.fetch)(input, init);
  if (options.session === undefined && parent?.session)
    return own({ ...parent, fetch, defaults, reach: undefined });
  if (options.session == null) return own({ fetch, defaults });
  const settings = readOptions(options.session);
  const { debug, refresh, keepFresh } = settings;
  const { timeout, retries } = refresh;
  // The longest that somebody else's refresh takes, and a little.
  const lockTimeout =
    timeout + retries * (LONGEST_PAUSE_MS + timeout) + LOCK_MARGIN_MS;
  const client: any = {
    __proto__: null,
    fetch,
    defaults,
    settings,
    ambient: refresh.ambient,
    lockTimeout,
    // Somebody else's refresh, and one of its own.
    waiterTimeout: settings.waiterTimeout ?? 2 * lockTimeout,
  };
  /** Whose token endpoint it uses: a child client has that of its parent. */
  client.owner = client;
  if (!refresh.call) checkTokenURL(client, true);
  client.session = openSession(wasm, settings);
  client.session.client = client;
  // Not on a server, where each has a cookie jar of its own.
  if (refresh.send === "cookie" && isPage())
    client.session.share(reachOf(client).tokenURL);
  if (refresh.call && settings.storage === "memory" && isPage())
    client.session.shareFunction(settings, own(defaults).baseURL);
  if (debug) client.session.tell(debug);
  // What another tab says of a token is about one that is known.
  client.session.look(client);
  if (keepFresh) client.session.keep(client);
  return client;
};
