// The sessions of the engine, by their numbers: a new engine gets them all, and what a dropped one would leave behind is
// taken down.

import { type Disposables, weakly } from "./disposables.js";
import { Call, type Engine } from "../protocol.js";
import type { Session } from "./session.js";

/** A new engine has taken the place of one that broke down (G22): its sessions get the numbers that they had. */
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

/** What a session would leave behind: a channel, listeners, a timer (G20). */
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
