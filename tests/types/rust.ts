// The output of `wasm-pack build` declares a session as the package does: src/client/js/types.d.ts is part of the crate
// and cannot import the package's declarations.

import type * as npm from "everfetch";
import type * as rust from "../../src/client/js/types.js";

/** True if the two types are the same; otherwise its line below does not compile. */
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2
    ? true
    : false;

/** The members that the Rust client has, as the package declares them. */
type Of<Ours, Theirs> = Pick<Theirs, keyof Ours & keyof Theirs>;

/** Their errors are classes of their own. */
type Session = Omit<rust.SessionOptions, "onEnd">;
type End = Omit<rust.SessionEnd, "error">;

export const same: [
  Same<Session, Of<Session, npm.SessionOptions>>,
  Same<End, Of<End, npm.SessionEnd>>,
  Same<rust.RefreshRequest, Of<rust.RefreshRequest, npm.RefreshRequest>>,
  Same<rust.Refusal, npm.Refusal>,
  Same<rust.RefreshContext, npm.RefreshContext>,
  Same<rust.TokenReply, npm.TokenReply>,
  Same<rust.TokenStorage, npm.TokenStorage>,
  Same<rust.EndChoice, npm.EndChoice>,
  Same<rust.SessionEvent, npm.SessionEvent>,
] = [true, true, true, true, true, true, true, true, true];
