// `session.signIn()`: with the log-in's answer, or without, where the tokens are in cookies.

import type { SessionContext } from "../client/context.js";
import { badOption } from "../client/options/explain.js";
import { Call, Credential } from "../protocol.js";
import { readMarked, readReply } from "./reply.js";

/** Whether JavaScript cannot see the token. */
export const isUnseen = (credential: Credential) =>
  credential === Credential.External || credential === Credential.Marked;

export const signIn = (client: SessionContext, tokens: unknown) => {
  const { session, settings } = client;
  const { byCookie, id, wasm } = session;
  const paths = settings.refresh.reply;
  if (tokens === undefined && !byCookie) return signInExternally(client);
  const reply = byCookie
    ? readMarked(tokens, paths)
    : readReply(tokens, paths, true);
  if (typeof reply === "string")
    throw badOption(
      "session.signIn()",
      DEVELOPMENT && "what session.signIn(tokens) got " + reply,
    );
  session.syncFromStore(client);
  session.setPendingGrant(reply, "by sign-in");
  wasm[Call.signIn](id, Date.now());
  session.perform(client);
};

/** Signs in without tokens, for example with a cookie. */
const signInExternally = (client: SessionContext) => {
  const { credential, session } = client;
  // With a store, the tokens in it decide whether a user is signed in.
  if (!isUnseen(credential) || session.name)
    throw badOption(
      "session.signIn()",
      DEVELOPMENT &&
        '`session.signIn()` got no tokens: pass it the log-in\'s answer. If the session is in a cookie, set `transport: "cookie"`; or `storage: "memory"`, and `send: "cookie"` or a function as `refresh`.',
    );
  session.syncFromStore(client);
  session.wasm[Call.signInExternally](session.id, credential);
  session.perform(client);
};
