// The tokens of a session in their store, and the entries beside them. Reading and writing never fail: if the store
// fails, memory replaces it.

import { attempt, isThenable, report } from "./callbacks.js";
import type { Settings } from "../client/settings.js";
import { apart } from "./own.js";
import { Memory, type Store, atOnce, warn } from "./store.js";
import { claimsOf, fingerprint, usable, userName } from "./tokens.js";

/** How many access tokens are remembered by their fingerprints: those of some days. */
const MOST_HAD = 1000;

/** The entry that an ended session leaves in place of its sign-in. */
export const ENDED = "ended";

type Stored = string | null | undefined;

/**
 * The entries that a sign-in or a refresh writes. All members are required, because a missing one could be read from
 * `Object.prototype` (G21).
 */
export interface Written {
  access: string | undefined;
  refresh: string | undefined;
  signInEntry: string | undefined;
  /** When the access token expires, in ms since the epoch, if only the reply contained that. */
  until: number | undefined;
}

export class TokenStore {
  /** The keys of the access token and the refresh token. */
  keys: [string, string];
  /** The key of the entry that names the sign-in from which the tokens come. */
  signInKey = "";
  /** The key of the access token's expiry, in one of the platform's storages. */
  expiryKey = "";
  /** The content of the store when it was last read. */
  snapshot: Stored[] = [];
  /** The same tokens, if they are usable. */
  access: string | undefined = undefined;
  refresh: string | undefined = undefined;
  /** The id of the sign-in from which the tokens come, for tokens that may not identify their user. */
  signedIn = "";
  /** The marker that represents a refresh token in a cookie, if it is known whether there is one. */
  marker: string | undefined = undefined;
  /** The access token is a cookie as well: what is kept in its place is a number that each refresh changes. */
  declare byCookie: boolean;
  /**
   * The fingerprints of all access tokens that the session has had. If two tokens collide, a default header is left out
   * of a request, but never added.
   */
  had = new Set<string>();
  declare storage: Store;
  declare userOf: Settings["userOf"];

  constructor(
    { accessKey, refreshKey, transport, userOf }: Settings,
    storage: Store,
  ) {
    this.byCookie = transport === "cookie";
    this.keys = [accessKey + (this.byCookie ? " marker" : ""), refreshKey];
    this.storage = storage;
    this.userOf = userOf;
  }

  /** The access token, if JavaScript can see it. */
  get bearer() {
    return this.byCookie ? undefined : this.access;
  }

  read(key: string): Stored {
    try {
      return atOnce(this.storage.getItem(key));
    } catch {
      this.fallBack();
      return this.storage.getItem(key);
    }
  }

  put(key: string, value?: string) {
    const { storage } = this;
    const done =
      value === undefined
        ? storage.removeItem(key)
        : storage.setItem(key, value);
    // A store may also write to a slower one.
    if (isThenable(done)) done.then(undefined, report("session.storage"));
  }

  /**
   * Writes both tokens and their entries. The access token comes last, so that a tab that sees it finds the others too.
   */
  write(written: Written) {
    const { access, refresh, signInEntry, until } = written;
    try {
      if (this.expiryKey)
        this.put(
          this.expiryKey,
          until ? `${fingerprint(access)} ${until}` : undefined,
        );
      if (this.signInKey) this.put(this.signInKey, signInEntry);
      this.put(this.keys[1], refresh);
      this.put(this.keys[0], access);
    } catch {
      this.fallBack();
      this.write(written);
    }
    this.setSnapshot(...this.keys.map(this.read, this));
  }

  fallBack() {
    const failed = this.storage;
    this.storage = new Memory();
    this.keys.forEach((key, at) =>
      this.put(key, this.snapshot[at] ?? undefined),
    );
    warn();
    // A full store still allows removal, and an exchanged token must not be found in it later.
    for (const key of this.keys)
      try {
        failed.removeItem(key);
      } catch {
        // The store does not even allow removal.
      }
  }

  /** Sets the last known content of the store. */
  setSnapshot(...snapshot: Stored[]) {
    this.snapshot = snapshot;
    [this.access, this.refresh] = snapshot.map((token) =>
      typeof token === "string" && !usable(token) ? token : undefined,
    );
    if (!this.access) return;
    this.had.add(fingerprint(this.access));
    if (this.had.size > MOST_HAD)
      this.had.delete(this.had.values().next().value ?? "");
  }

  /** Is this a former access token of the session? */
  isFormer(token: string | undefined) {
    return token !== this.access && this.had.has(fingerprint(token));
  }

  /**
   * How many ms the access token remains valid, if only the reply contained its expiry: a reload and other tabs do not
   * see the reply.
   */
  left() {
    const kept = this.access && this.expiryKey && this.read(this.expiryKey);
    const [tokenId, until] = String(kept).split(" ");
    return tokenId === fingerprint(this.access)
      ? Math.max(0, +until! - Date.now())
      : undefined;
  }

  /**
   * The stored id of the sign-in from which the tokens come, for tokens that do not identify their user: another tab
   * must be able to distinguish a sign-in from a refresh immediately, and only writes to the store arrive in order.
   * After the end of a session, the entry records the end.
   */
  signInEntry() {
    return (this.signInKey && this.read(this.signInKey)) || undefined;
  }

  /** The user of a token, if it identifies one, and when it was issued and expires, in ms since the epoch. */
  facts(token: string | undefined) {
    const { sub, exp, iat } = claimsOf(token ?? "");
    const { byCookie, userOf } = this;
    const user = userName(
      token && userOf
        ? attempt("session.userOf", () => userOf(byCookie ? "" : token))
        : sub,
    );
    return { user, exp: exp && exp * 1000, iat: iat && iat * 1000 };
  }
}

apart(TokenStore);

/**
 * The store's entry for a sign-in. It includes the fingerprint of its token, so that a token that the application's own
 * code has stored does not count as one of the same sign-in.
 */
export const signInEntryOf = (signIn: string, access: string) =>
  signIn ? `${signIn} ${fingerprint(access)}` : undefined;

/**
 * The sign-in id in an entry, if any. If the token identifies its user, only the entry with its own fingerprint counts.
 */
export const signInOf = (
  signInEntry: string | undefined,
  user: string | undefined,
  access: string | undefined,
) => {
  if (!signInEntry || signInEntry === ENDED) return "";
  const [signIn, tokenId] = signInEntry.split(" ");
  return !user || tokenId === fingerprint(access) ? signIn! : "";
};
