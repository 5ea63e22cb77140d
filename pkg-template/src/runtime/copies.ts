// @ts-nocheck
// Copies of a tab. Whoever duplicates a tab, or opens another from it, copies its sessionStorage: from then on two
// tabs have one refresh token, each in a store of its own. They share a lock and a channel by a name that is
// copied along, and whoever exchanges the token hands the new ones to the others.

import {
  ASKED,
  HAD,
  REFRESHED,
  SIGNED_OUT,
  connect,
  holdersOf,
  join,
  messageOf,
} from "./tabs.js";
import { fingerprint, usable } from "./tokens.js";
import { keysOf } from "./registry.js";

/** The other copies answer within so many ms, or are frozen. */
const PATIENCE_MS = 500;
const STEP_MS = 10;

export class Copies {
  declare session: import("/work/wt/flip/pkg-template/src/runtime/session").Session;
  declare base: string;
  declare key: string;
  declare family: string;
  declare count: number;
  declare answers: number;
  constructor(session: import("./session.js").Session, settings: any) {
    this.session = session;
    this.base = `everfetch session ${keysOf(settings)} `;
    this.key = session.keys[0] + " everfetch copies";
    /** What all copies have in common, since the sign-in. */
    this.family = "";
    /** How often the tokens have been exchanged since. */
    this.count = 0;
    /** How many have answered. */
    this.answers = 0;
    const { wires } = session;
    wires.closers.push(() => wires.leave?.());
  }

  /** The tokens in the store are these now, and the copies are those that have the same. */
  seen() {
    const { session } = this;
    const [family, print, count] = (session.read(this.key) ?? "").split(" ");
    if (!session.access && !session.refresh) this.enter("", 0);
    else if (family && print === this.print()) this.enter(family, +count);
    // Nobody knows where they come from, and a tab that is duplicated from now on copies this.
    else this.begin();
  }

  /** @param kept has a refresh granted them? */
  granted(kept: boolean) {
    if (!kept || !this.family) return this.begin();
    this.count++;
    this.mark();
  }

  begin() {
    this.enter(String(Math.random()), 0);
    this.mark();
  }

  mark() {
    const mark = `${this.family} ${this.print()} ${this.count}`;
    try {
      this.session.put(this.key, mark);
    } catch {
      // Full: then there are no copies of it either.
    }
  }

  print() {
    const { access, refresh } = this.session;
    return fingerprint(access ?? refresh);
  }

  enter(family: string, count: number) {
    this.count = count;
    if (family === this.family) return;
    const { session } = this;
    const { wires } = session;
    this.family = family;
    wires.leave?.();
    wires.leave = undefined;
    session.name = family && this.base + family;
    session.channel = undefined;
    if (!family) return;
    const own: import("./tabs.js").Wires = { closers: [] };
    session.channel = connect(session, session.name, own);
    own.closers.push(join(session.name));
    wires.leave = () => {
      for (const close of own.closers) close();
    };
  }

  /**
   * Before the token is spent, under the lock: has a copy got a newer one? A tab that was frozen, or restored,
   * has not heard of it.
   */
  async ask(signal: AbortSignal) {
    const { session } = this;
    // All but this one.
    const others = (await holdersOf(session.name)) - 1;
    if (others <= 0) return;
    this.answers = 0;
    this.say(ASKED);
    const late = Date.now() + PATIENCE_MS;
    while (this.answers < others && !signal.aborted && Date.now() < late)
      await new Promise((turn) => setTimeout(turn, STEP_MS));
  }

  say(kind: number, token: string = "", next: string = "") {
    const { access, refresh } = this.session;
    const { family, count } = this;
    this.session.channel?.postMessage({
      ...messageOf(kind, token, next),
      copy: kind === REFRESHED ? { family, count, access, refresh } : { count },
    });
  }

  hear({ kind, copy }: { kind: number; copy: any }) {
    if (kind === ASKED)
      if (this.count > copy.count) this.say(REFRESHED);
      else this.say(HAD);
    if (kind === HAD || kind === REFRESHED) this.answers++;
    if (kind === REFRESHED) this.adopt(copy);
  }

  adopt({ family, count, access, refresh }: any) {
    if (family !== this.family || !(count > this.count) || !isToken(access))
      return;
    const { session } = this;
    const { seen } = session;
    session.write(access, isToken(refresh) ? refresh : undefined);
    this.count = count;
    this.mark();
    // For the session, another tab has stored them.
    session.seen = seen;
    session.look(undefined, true);
  }
}

const isToken = (token: unknown) => typeof token === "string" && !usable(token);
