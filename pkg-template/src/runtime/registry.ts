// The sessions of the page, by their stores and keys. All copies of the package on the page share them.

import { badOption } from "../client/options/explain.js";
import type { Settings } from "../client/settings.js";
import { own } from "./own.js";
import type { Session } from "./session.js";
import { type Store, isPage } from "./store.js";

/** A weak reference to a session. */
interface Ref {
  deref(): Session | undefined;
}

/** Sessions by their keys. */
type Sessions = Map<string, Ref>;

interface Registry {
  stores: WeakMap<object, Sessions>;
  names: Sessions;
  /** The key for a blocked store. */
  blocked: { local: object; session: object };
}

/**
 * The number is the version of the interface between clients and sessions. Increase it whenever that changes, because
 * copies of the package with different versions must not share a session.
 */
const REGISTRY: unique symbol = Symbol.for("everfetch sessions 1");

const registry = () => {
  const page = globalThis as { [REGISTRY]?: Registry };
  if (!Object.hasOwn(page, REGISTRY))
    Object.defineProperty(page, REGISTRY, {
      value: {
        stores: new WeakMap(),
        names: new Map(),
        blocked: { local: {}, session: {} },
      } satisfies Registry,
    });
  return page[REGISTRY]!;
};

/** The sessions of a store or, if the store is blocked, those that are kept in memory instead. */
export const sessionsOf = (
  store: Store | null,
  storage: Settings["storage"],
) => {
  const { stores, blocked } = registry();
  const key = store ?? blocked[storage as keyof typeof blocked];
  let sessions = stores.get(key);
  if (!sessions) stores.set(key, (sessions = new Map()));
  return sessions;
};

/** As JSON, so that two different pairs of keys never have the same name. */
export const keysOf = ({ accessKey, refreshKey }: Settings) =>
  JSON.stringify([accessKey, refreshKey]);

/**
 * The name of the lock and the channel that a new session shares with other tabs, if any. The application's own stores
 * with the same keys are distinguished by the order in which their sessions are opened, which is the same in every tab.
 */
export const nameOf = (settings: Settings) => {
  const { storage } = settings;
  // Each tab has its own sessionStorage.
  if (storage === "session") return;
  const custom = typeof storage === "object";
  // On a server, a store belongs to one user, but all users have the same keys.
  if (custom && !isPage()) return;
  const base = `everfetch ${custom ? "custom" : storage} ${keysOf(settings)}`;
  const { names } = registry();
  let name = base;
  if (custom)
    for (let number = 2; names.get(name)?.deref(); number++)
      name = `${base} ${number}`;
  return name;
};

/** Registers a session, and returns a function that removes it. */
export const remember = (
  sessions: Sessions,
  settings: Settings,
  name: string | undefined,
  ref: Ref,
) => {
  const { names } = registry();
  const places: [Sessions, string][] = [[sessions, keysOf(settings)]];
  if (name) places.push([names, name]);
  for (const [map, key] of places) map.set(key, ref);
  return () => {
    for (const [map, key] of places) if (map.get(key) === ref) map.delete(key);
  };
};

/** The options that all clients of a session must agree on. */
const WHOLE = ["userOf", "expiryMargin", "transport"] as const;

/** Throws if the clients of a session, or two sessions of one store, contradict each other. */
export const checkAgreement = (sessions: Sessions, settings: Settings) => {
  const shared = sessions.get(keysOf(settings))?.deref();
  const [before, now] = [own(shared?.settings), own(settings)];
  for (const name of shared ? WHOLE : [])
    if (!agree(before[name], now[name]))
      throw conflict(
        name,
        DEVELOPMENT &&
          "differs from that of another client of this session. Pass the same to every client, or give this one other `session.keys`.",
      );
  if (shared) return;
  const { accessKey, refreshKey } = settings;
  for (const ref of sessions.values())
    if (
      ref.deref()?.keys.some((key) => key === accessKey || key === refreshKey)
    )
      throw conflict(
        "keys",
        DEVELOPMENT &&
          "shares one key with another session of the same store. Use both keys of that session, or neither.",
      );
};

const conflict = (option: string, what: string | false) =>
  badOption(`session.${option}`, what && `\`session.${option}\` ${what}`);

/** Hot reload creates each function anew, from the same source text. */
const agree = (one: unknown, other: unknown) =>
  Object.is(one, other) ||
  (typeof one === "function" &&
    typeof other === "function" &&
    String(one) === String(other) &&
    // The text of a bound function contains no source.
    !/\[native code\]/.test(String(one)));
