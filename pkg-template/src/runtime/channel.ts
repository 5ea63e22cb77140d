// The port to the channel: what the tabs of a session say to each other. A message holds fingerprints and no token,
// but between copies of a tab, which have the same tokens.

import type { Disposables } from "./disposables.js";
import { Limit, MESSAGES, MessageKind } from "../protocol.js";
import { type Unknowns, own, platform } from "./own.js";
import { isFingerprint } from "./tokens.js";

/** The kinds: the core's, and then those between copies of a tab. */
const KINDS: readonly string[] = [...MESSAGES, "asked", "had"];
export const ASKED = MESSAGES.length;
export const HAD = ASKED + 1;

/** What another tab has sent. */
export interface Message {
  kind: number;
  /** The fingerprint of the token that the message is about; empty for an external credential. */
  token: string;
  /** That of the token for which it was exchanged, if it was. */
  next: string;
  /** What a copy of this tab adds; empty from other tabs. */
  copy: Unknowns;
}

/** A message to be sent. */
export const messageOf = (kind: number, token: string, next: string) => ({
  everfetch: Limit.MessageVersion,
  kind: KINDS[kind],
  token,
  next,
});

/**
 * A message that was received. Undefined if it is none of this version: all code of the same origin can write to
 * the channel.
 */
export const readMessage = (data: unknown): Message | undefined => {
  const { everfetch, kind: word, token, next, copy } = own(data);
  const kind = KINDS.indexOf(word as string);
  return everfetch === Limit.MessageVersion &&
    kind >= 0 &&
    // Without a token, it is about an external credential, or between copies of a tab.
    (isFingerprint(token) ||
      (token === "" && (copy || kind >= MessageKind.SignedOut))) &&
    (isFingerprint(next) || next === "")
    ? { kind, token, next, copy: own(copy) }
    : undefined;
};

/** Opens a channel, where there are any. It is closed with the session. */
export const connect = (
  name: string,
  onMessage: (data: unknown) => void,
  disposables: Disposables,
): BroadcastChannel | undefined => {
  if (!platform("BroadcastChannel")) return;
  const channel: BroadcastChannel & { unref?(): void } = new BroadcastChannel(
    name,
  );
  channel.onmessage = ({ data }) => onMessage(data);
  // In Node, it would keep the process alive.
  channel.unref?.();
  disposables.push(() => channel.close());
  return channel;
};
