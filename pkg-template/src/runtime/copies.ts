// Copies of a tab. A tab that is duplicated, or opened from another tab, starts with a copy of that tab's
// sessionStorage. From then on, two tabs have the same refresh token, each in its own store. They share a lock and a
// channel whose name is copied too, and the tab that exchanges the token sends the new tokens to the others.

import { Limit, MessageKind, Origin } from "../protocol.js";
import { ASKED, HAD, type Message, messageOf } from "./channel.js";
import type { Settings } from "../client/settings.js";
import type { Disposables } from "./disposables.js";
import { holdersOf, join } from "./locks.js";
import type { Unknowns } from "./own.js";
import { keysOf } from "./registry.js";
import type { Session } from "./session.js";
import { fingerprint, usable } from "./tokens.js";

/** The interval between two checks of the answers. */
const STEP_MS = 10;

export class Copies {
  declare session: Session;
  declare base: string;
  /** The storage key of the entry with the family, the fingerprint of its token and the count. */
  declare key: string;
  /** The id that all copies have shared since the sign-in. */
  declare family: string;
  /** How many times the tokens have been exchanged since the sign-in. */
  declare count: number;
  /** How many copies have answered. */
  declare answers: number;
  /** Closes the channel, and leaves the family. */
  declare disposables: Disposables;

  constructor(session: Session, settings: Settings) {
    this.session = session;
    this.base = `everfetch session ${keysOf(settings)} `;
    this.key = session.keys[0] + " everfetch copies";
    this.family = "";
    this.count = 0;
    this.answers = 0;
    const disposables: Disposables = (this.disposables = []);
    session.disposables.push(() => dispose(disposables));
  }

  /** Joins the copies that have the same tokens as the store now has. */
  sync() {
    const { session } = this;
    const [family, tokenId, count] = (session.read(this.key) ?? "").split(" ");
    if (!session.access && !session.refresh) this.enter("", 0);
    else if (family && tokenId === this.fingerprint())
      this.enter(family, +count!);
    // The origin of the tokens is unknown. A tab that is duplicated from now on copies this entry.
    else this.begin();
  }

  /** @param kept whether they came from a refresh */
  granted(kept: boolean) {
    if (!kept || !this.family) return this.begin();
    this.count++;
    this.save();
  }

  begin() {
    this.enter(String(Math.random()), 0);
    this.save();
  }

  save() {
    const entry = `${this.family} ${this.fingerprint()} ${this.count}`;
    try {
      this.session.put(this.key, entry);
    } catch {
      // The storage is full, so it cannot have been copied either.
    }
  }

  fingerprint() {
    const { access, refresh } = this.session;
    return fingerprint(access ?? refresh);
  }

  enter(family: string, count: number) {
    this.count = count;
    if (family === this.family) return;
    const { session, disposables } = this;
    this.family = family;
    dispose(disposables);
    session.name = family && this.base + family;
    session.channel = undefined;
    if (!family) return;
    session.connect(session.name, disposables);
    disposables.push(join(session.name));
  }

  /**
   * Asks the copies, under the lock and before the token is sent, whether one of them has a newer token. A tab that was
   * frozen or restored has missed the message.
   */
  async ask(signal: AbortSignal) {
    const { session } = this;
    // All tabs except this one.
    const others = (await holdersOf(session.name)) - 1;
    if (others <= 0) return;
    this.answers = 0;
    this.broadcast(ASKED);
    const late = Date.now() + Limit.CopiesMs;
    while (this.answers < others && !signal.aborted && Date.now() < late)
      await new Promise((turn) => setTimeout(turn, STEP_MS));
  }

  broadcast(kind: number, token: string = "", next: string = "") {
    const { access, refresh } = this.session;
    const { family, count } = this;
    this.session.channel?.postMessage({
      ...messageOf(kind, token, next),
      copy:
        kind === MessageKind.Refreshed
          ? { family, count, access, refresh }
          : { count },
    });
  }

  onMessage({ kind, copy }: Message) {
    if (kind === ASKED)
      if (this.count > (copy.count as number))
        this.broadcast(MessageKind.Refreshed);
      else this.broadcast(HAD);
    if (kind === HAD || kind === MessageKind.Refreshed) this.answers++;
    if (kind === MessageKind.Refreshed) this.adopt(copy);
  }

  adopt({ family, count, access, refresh }: Unknowns) {
    if (
      family !== this.family ||
      !((count as number) > this.count) ||
      !isToken(access)
    )
      return;
    const { session } = this;
    const { snapshot } = session;
    session.write({
      access,
      refresh: isToken(refresh) ? refresh : undefined,
      signInEntry: undefined,
      until: undefined,
    });
    this.count = count as number;
    this.save();
    // The session treats the tokens as stored by another tab.
    session.snapshot = snapshot;
    session.syncFromStore(undefined, Origin.OtherTab);
  }
}

const dispose = (disposables: Disposables) => {
  for (const undo of disposables.splice(0)) undo();
};

const isToken = (token: unknown): token is string =>
  typeof token === "string" && !usable(token);
