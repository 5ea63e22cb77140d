// The tokens of a session in their store, and what stands beside them there. Reading and writing cannot fail: what
// fails falls back to memory.

import { attempt, isThenable, report } from "./callbacks.js";
import type { Settings } from "../client/settings.js";
import { apart } from "./own.js";
import { Memory, type Store, atOnce, warn } from "./store.js";
import { claimsOf, fingerprint, usable, userName } from "./tokens.js";

/** So many access tokens are remembered by their fingerprints: those of some days. */
const MOST_HAD = 1000;

/** What an ended session leaves in the place of its mark. */
export const ENDED = "ended";

type Stored = string | null | undefined;

/** What is written for a sign-in or a refresh. All of it: a member left out could be one of `Object.prototype` (G21). */
export interface Written {
  access: string | undefined;
  refresh: string | undefined;
  signInEntry: string | undefined;
  /** When the access token expires, in ms since the epoch, where only the reply said so. */
  until: number | undefined;
}

export class TokenStore {
  /** The keys of the access token and the refresh token. */
  keys: [string, string];
  /** That of the mark: which sign-in the tokens come from. */
  signInKey = "";
  /** That of when the access token expires, in a store of the platform's. */
  expiryKey = "";
  /** What the store held when last read. */
  snapshot: Stored[] = [];
  /** The same, as tokens. */
  access: string | undefined = undefined;
  refresh: string | undefined = undefined;
  /** Which sign-in the tokens come from, where they may not tell whose they are. */
  signedIn = "";
  /** What stands for a refresh token that is a cookie, where it is known whether there is one. */
  marker: string | undefined = undefined;
  /** The access token is a cookie as well: what is kept in its place is a number that each refresh changes. */
  declare byCookie: boolean;
  /**
   * Fingerprints of the access tokens that the session has had. Where two tokens collide, a request goes out without
   * a default header, never with one.
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

  /** The access token, where it is one that JavaScript sees. */
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
    // A store may write to a slower one as well.
    if (isThenable(done)) done.then(undefined, report("session.storage"));
  }

  /** Both tokens, or what there is of them. The access token last: who sees it finds its companions there. */
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
    // A full store still gives up what is in it: a spent token must not be found there later.
    for (const key of this.keys)
      try {
        failed.removeItem(key);
      } catch {
        // It is beyond that.
      }
  }

  /** What the store holds is this. */
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

  /** Was this once the session's access token, and is it no more? */
  isFormer(token: string | undefined) {
    return token !== this.access && this.had.has(fingerprint(token));
  }

  /**
   * How many ms the access token is still good for, where only the reply said so: a reload and other tabs see
   * no reply.
   */
  left() {
    const kept = this.access && this.expiryKey && this.read(this.expiryKey);
    const [tokenId, until] = String(kept).split(" ");
    return tokenId === fingerprint(this.access)
      ? Math.max(0, +until! - Date.now())
      : undefined;
  }

  /**
   * Which sign-in the tokens come from, where nothing in them tells whose they are: another tab has to know
   * a sign-in from a refresh as soon as it sees it, and of all that a tab says and does only writes to the
   * store arrive in order. After the end of a session, that there was one.
   */
  signInEntry() {
    return (this.signInKey && this.read(this.signInKey)) || undefined;
  }

  /** Whose a token is, if it tells, and in ms since the epoch from when and till when it is good. */
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
 * What stands in the store for a sign-in: with the token that it was written with, so that a token which the
 * application's own code has put there is not taken for one of the same sign-in.
 */
export const signInEntryOf = (signIn: string, access: string) =>
  signIn ? `${signIn} ${fingerprint(access)}` : undefined;

/** Which sign-in a mark is of, if it is of one. Where the token names its user, only its own mark counts. */
export const signInOf = (
  signInEntry: string | undefined,
  user: string | undefined,
  access: string | undefined,
) => {
  if (!signInEntry || signInEntry === ENDED) return "";
  const [signIn, tokenId] = signInEntry.split(" ");
  return !user || tokenId === fingerprint(access) ? signIn! : "";
};
