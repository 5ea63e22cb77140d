// The sessions of the engine, by their numbers. A new engine gets all of them, and the resources of a dropped session
// are released.

import { type Disposables, weakly } from "./disposables.js";
import { Call, type Engine } from "../protocol.js";
import type { Session } from "./session.js";

/** A new engine has replaced one that failed (G22). The sessions keep their numbers. */
export const revive = (wasm: Engine, cause: unknown) => {
  const sessions = open.map((ref) => ref.deref());
  for (const session of sessions)
    wasm[Call.open](session ? session.margin : NaN);
  sessions.forEach((session, id) => {
    if (session) session.revive(cause);
    else wasm[Call.close](id);
  });
};

const open: { deref(): Session | undefined }[] = [];

/** Releases the resources of garbage-collected sessions: a channel, listeners, a timer (G20). */
const finalizers =
  typeof FinalizationRegistry === "undefined"
    ? undefined
    : new FinalizationRegistry((disposables: Disposables) => {
        for (const undo of disposables) undo();
      });

/** Opens a session in the engine, and returns its number. */
export const opened = (session: Session) => {
  const { disposables, margin, wasm } = session;
  const id = wasm[Call.open](margin);
  open[id] = weakly(session);
  disposables.push(() => wasm[Call.close](id));
  finalizers?.register(session, disposables);
  return id;
};
