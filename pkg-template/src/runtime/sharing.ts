// What a session shares with other tabs: a store, a cookie, or the application's own refresh function.

import { readMessage } from "./channel.js";
import { whileHeld } from "./disposables.js";
import { onStored } from "./lifecycle.js";
import { Call, MessageKind, Origin, Sharing } from "../protocol.js";
import { own } from "./own.js";
import { keysOf } from "./registry.js";
import { Sync, type Session } from "./session.js";
import type { Settings } from "../client/settings.js";
import { MARKER, MarkedStore, storeOf } from "./store.js";

/** The tabs share a store. */
export const shareStore = (session: Session, name: string) => {
  session.shares(Sharing.Store);
  session.name = name;
  followStore(session, session.keys);
  session.connect(name);
};

/** The refresh token is a cookie, which all tabs share, whatever the store of the access tokens. */
export const shareCookie = (session: Session, tokenURL: string) => {
  if (!session.name && !session.cookie) {
    // All tabs share the cookie, not only the copies of one tab.
    session.copies = undefined;
    session.shares(Sharing.Cookie);
    session.cookie = "everfetch cookie " + tokenURL;
    session.connect(session.cookie);
  }
  const store = storeOf("local");
  // The application's own store is left as it is.
  if (!store || session.marker || typeof session.settings.storage === "object")
    return;
  session.marker = MARKER;
  session.storage = new MarkedStore(
    session.storage,
    session.keys,
    session.cookie ? own({ store, key: session.cookie }) : undefined,
  );
  if (session.cookie) followStore(session, [session.cookie]);
};

/** Reads what another tab has stored under these keys. */
const followStore = (session: Session, keys: string[]) =>
  onStored(
    keys,
    whileHeld(session, (held) =>
      held.syncFromStore(undefined, Origin.OtherTab, Sync.Always),
    ),
    session.disposables,
  );

/**
 * The refresh is a function, and no tab stores anything, so the credential belongs to the browser, like a cookie. The
 * function takes its own lock.
 */
export const shareFunction = (
  session: Session,
  settings: Settings,
  baseURL?: string,
) => {
  if (session.channel) return;
  session.shares(Sharing.Function);
  // Clients of other back ends on the same page have a different function or base.
  const which = [keysOf(settings), baseURL, String(settings.refresh.call)];
  session.connect("everfetch function " + JSON.stringify(which));
};

/** Handles a message from another tab. */
export const receive = (session: Session, data: unknown) => {
  const message = readMessage(data);
  if (!message) return;
  const { copies, tokens } = session;
  const { kind, token, next } = message;
  if ((copies && kind < MessageKind.SignedOut) || kind > MessageKind.Ended)
    return copies?.onMessage(message);
  session.wasm[Call.onMessage](
    session.id,
    kind,
    tokens.named(token),
    tokens.named(next),
  );
  session.perform();
  const ended = kind === MessageKind.Ended;
  session.syncFromStore(
    undefined,
    Origin.OtherTab,
    ended ? Sync.AfterEnd : Sync.Changed,
  );
};
