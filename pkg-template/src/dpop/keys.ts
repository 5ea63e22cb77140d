// The key pair that signs the proofs, in IndexedDB: one for all tabs of the origin. The private key never leaves the
// browser, because it is not extractable.

import { generateKeyPair } from "dpop";
import { isPage } from "../runtime/store.js";
import { own, platform } from "../runtime/own.js";

const DATABASE = "everfetch";
const STORE = "keys";

/** The pairs of a page without IndexedDB, which live as long as the page. */
const ofPage: Map<string, CryptoKeyPair> = new Map();

let connection: Promise<IDBDatabase> | undefined;

/** Whether IndexedDB has ever worked here. If so, a later failure is considered temporary. */
let works = false;

export class Keys {
  /** On a server, each client has its own pair, because another client may be another user's. */
  private readonly kept: Map<string, CryptoKeyPair> = isPage()
    ? ofPage
    : new Map();
  /** The read in progress, which all requests of a burst share. */
  private reading: Promise<CryptoKeyPair> | undefined = undefined;
  /** The last deletion, and the pair that it deleted. */
  private gone: Promise<CryptoKeyPair | undefined> = Promise.resolve(undefined);

  constructor(private readonly name: string) {}

  /**
   * Returns the pair, and creates it if there is none. It is read each time, because another tab may have signed out
   * and in again, with tokens that are bound to a new pair.
   */
  pair(): Promise<CryptoKeyPair> {
    if (!this.reading) {
      const reading = this.gone
        .then(() => this.load())
        .finally(() => {
          if (this.reading === reading) this.reading = undefined;
        });
      this.reading = reading;
    }
    return this.reading;
  }

  async forget(): Promise<void> {
    const { kept, name } = this;
    this.reading = undefined;
    const held = kept.get(name);
    kept.delete(name);
    this.gone = this.remove(held);
    await this.gone;
  }

  /** The pair that the last `forget()` has deleted, for the log-out: the server has bound its tokens to it. */
  async former(): Promise<CryptoKeyPair> {
    return (await this.gone) ?? this.pair();
  }

  private async remove(held: CryptoKeyPair | undefined) {
    const { name } = this;
    if (held || !platform("indexedDB")) return held;
    try {
      const found = await inStore("readwrite", (store) => {
        const request = store.get(name);
        store.delete(name);
        return request;
      });
      return isPair(found) ? found : undefined;
    } catch {
      // Without IndexedDB there is nothing to delete.
      return undefined;
    }
  }

  private async load() {
    const { kept, name } = this;
    const held = kept.get(name);
    if (held) return held;
    if (platform("indexedDB"))
      try {
        const found = await inStore("readonly", (store) => store.get(name));
        const pair = isPair(found) ? found : await this.create();
        works = true;
        return pair;
      } catch (error) {
        if (works || !platform("crypto")?.subtle) throw error;
        console.warn(
          "everfetch: IndexedDB is blocked; the key of `dpop()` lives as long as this page",
          error,
        );
      }
    const made = await generate();
    // Another call may have been faster.
    const first = kept.get(name) ?? made;
    kept.set(name, first);
    return first;
  }

  /** If two tabs create a key, the first one stored wins, because a transaction reads and writes atomically. */
  private async create(): Promise<CryptoKeyPair> {
    const { name } = this;
    const made = await generate();
    let winner: unknown = made;
    await inStore("readwrite", (store) => {
      const request = store.get(name);
      request.onsuccess = () => {
        if (isPair(request.result)) winner = request.result;
        else store.put(made, name);
      };
      return request;
    });
    return winner as CryptoKeyPair;
  }
}

const generate = () => {
  if (!platform("crypto")?.subtle)
    throw new Error(
      "`dpop()` needs the Web Crypto API, which browsers have on pages of HTTPS and localhost only.",
    );
  return generateKeyPair("ES256", own({ extractable: false }));
};

const isPair = (value: unknown): value is CryptoKeyPair =>
  own(value as Partial<CryptoKeyPair> | undefined).privateKey?.type ===
  "private";

/** The result of a request, once its transaction has completed. */
const inStore = async (
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest,
): Promise<unknown> => {
  const database = await (connection ??= open().catch((error) => {
    connection = undefined;
    throw error;
  }));
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, mode);
    const request = ask(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
  });
};

const open = () =>
  new Promise<IDBDatabase>((resolve, reject) => {
    const lose = () => (connection = undefined);
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const database = request.result;
      // Otherwise, code that deletes or upgrades the database would wait for this page.
      database.onversionchange = () => {
        lose();
        database.close();
      };
      database.onclose = lose;
      resolve(database);
    };
  });
