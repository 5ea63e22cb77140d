// Returns the session of a storage namespace: one that another client of the page has opened, or a new one.

import type { Settings } from "../client/settings.js";
import { Copies } from "./copies.js";
import { weakly } from "./disposables.js";
import { type Engine, Sharing } from "../protocol.js";
import {
  checkAgreement,
  keysOf,
  nameOf,
  remember,
  sessionsOf,
} from "./registry.js";
import { Session } from "./session.js";
import { shareStore } from "./sharing.js";
import { Memory, probe, storeOf, warn } from "./store.js";

export const openSession = (wasm: Engine, settings: Settings): Session => {
  const { storage, accessKey } = settings;
  const store = storeOf(storage);
  // Memory belongs to a single client, because on a server another client may be another user's.
  if (store === undefined) return new Session(wasm, settings, new Memory());
  if (typeof storage === "object") probe(storage, accessKey);
  const sessions = sessionsOf(store, storage);
  checkAgreement(sessions, settings);
  const shared = sessions.get(keysOf(settings))?.deref();
  if (shared) return shared;
  if (!store) warn();
  const session = new Session(wasm, settings, store ?? new Memory());
  const name = nameOf(settings);
  session.disposables.push(remember(sessions, settings, name, weakly(session)));
  if (storage === "session") {
    session.shares(Sharing.Copies);
    session.copies = new Copies(session, settings);
  }
  if (storage === "local") session.signInKey = accessKey + " everfetch";
  if (typeof storage === "string") session.expiryKey = accessKey + " expires";
  if (name) shareStore(session, name);
  return session;
};
