// The port to the channel: the messages between the tabs of a session. A message contains fingerprints instead of
// tokens, except between copies of a tab, which have the same tokens.

import type { Disposables } from "./disposables.js";
import { Limit, MESSAGES, MessageKind } from "../protocol.js";
import { type Unknowns, own, platform } from "./own.js";
import { isFingerprint } from "./tokens.js";

/** The kinds of messages: the core's, and then those between copies of a tab. */
const KINDS: readonly string[] = [...MESSAGES, "asked", "had"];
export const ASKED = MESSAGES.length;
export const HAD = ASKED + 1;

/** A message from another tab. */
export interface Message {
  kind: number;
  /** The fingerprint of the token that the message is about; empty for an external credential. */
  token: string;
  /** The fingerprint of the token that it was exchanged for, if any. */
  next: string;
  /** The data that a copy of this tab adds; empty in messages from other tabs. */
  copy: Unknowns;
}

/** Creates a message to send. */
export const messageOf = (kind: number, token: string, next: string) => ({
  everfetch: Limit.MessageVersion,
  kind: KINDS[kind],
  token,
  next,
});

/**
 * Reads a received message. Returns undefined if it does not have this version, because all code of the same origin can
 * write to the channel.
 */
export const readMessage = (data: unknown): Message | undefined => {
  const { everfetch, kind: word, token, next, copy } = own(data);
  const kind = KINDS.indexOf(word as string);
  return everfetch === Limit.MessageVersion &&
    kind >= 0 &&
    // A message without a token is about an external credential, or between copies of a tab.
    (isFingerprint(token) ||
      (token === "" && (copy || kind >= MessageKind.SignedOut))) &&
    (isFingerprint(next) || next === "")
    ? { kind, token, next, copy: own(copy) }
    : undefined;
};

/** Opens a channel, if the platform has them. It is closed with the session. */
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
  // Otherwise, the channel would keep a Node process alive.
  channel.unref?.();
  disposables.push(() => channel.close());
  return channel;
};
