// The sessions of the page, by their stores and keys. Every copy of the package on the page shares them.

import { badOption } from "../client/options/explain.js";
import type { Settings } from "../client/settings.js";
import { own } from "./own.js";
import type { Session } from "./session.js";
import { type Store, isPage } from "./store.js";

/** Does not keep what nobody else holds. */
interface Ref {
  deref(): Session | undefined;
}

/** Sessions by their keys. */
type Sessions = Map<string, Ref>;

interface Registry {
  stores: WeakMap<object, Sessions>;
  names: Sessions;
  /** Stands for a store that is blocked. */
  blocked: { local: object; session: object };
}

/**
 * The number is that of what clients and sessions expect of each other. Raise it whenever that changes: copies
 * of the package that differ there must not share a session.
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

/** The sessions of a store. Where it is blocked, those that are kept in memory in its place. */
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

/** As JSON, so that no two pairs of keys have one name. */
export const keysOf = ({ accessKey, refreshKey }: Settings) =>
  JSON.stringify([accessKey, refreshKey]);

/**
 * The name of the lock and the channel that a new session shares with other tabs, if it shares them.
 * Stores of the application's own that have the same keys are told apart by the order in which their sessions
 * are opened, which is the same in every tab.
 */
export const nameOf = (settings: Settings) => {
  const { storage } = settings;
  // Each tab has a sessionStorage of its own.
  if (storage === "session") return;
  const custom = typeof storage === "object";
  // On a server, a store belongs to one user, and its keys are those of every user's.
  if (custom && !isPage()) return;
  const base = `everfetch ${custom ? "custom" : storage} ${keysOf(settings)}`;
  const { names } = registry();
  let name = base;
  if (custom)
    for (let number = 2; names.get(name)?.deref(); number++)
      name = `${base} ${number}`;
  return name;
};

/** Remembers a session, and returns what forgets it. */
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

/** The options that belong to the session as a whole. */
const WHOLE = ["userOf", "expiryMargin", "transport"] as const;

/** Throws where the clients of a session, or two sessions of one store, contradict each other. */
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

/** Hot reload makes every function anew, from the same source text. */
const agree = (one: unknown, other: unknown) =>
  Object.is(one, other) ||
  (typeof one === "function" &&
    typeof other === "function" &&
    String(one) === String(other) &&
    // The text of a bound function tells nothing.
    !/\[native code\]/.test(String(one)));
