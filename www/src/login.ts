// The application's log-in and log-out, as each back end expects them.
import type { Client, TokenReply } from "everfetch";

import type { BackEnd } from "./backends";
import { chosen } from "./memory";

export interface Credentials {
  username: string;
  password: string;
}

/** The user that a visitor is signed in as. */
export const GUEST: Credentials = { username: "alice", password: "everfetch" };

/** Logs in and signs the client in; throws an error with a message for the user. */
export async function signIn(
  api: Client,
  backEnd: BackEnd,
  base: string,
  credentials: Credentials,
): Promise<void> {
  const tokens = await logIn(backEnd, base, credentials);
  chosen.user.write(credentials.username);
  api.session.signIn(tokens);
}

async function logIn(
  backEnd: BackEnd,
  base: string,
  { username, password }: Credentials,
): Promise<TokenReply> {
  const oauth = { grant_type: "password", client_id: "everfetch-demo" };
  const response = await fetch(base + backEnd.login, {
    method: "POST",
    ...(backEnd.form
      ? { body: new URLSearchParams({ ...oauth, username, password }) }
      : {
          body: JSON.stringify({ username, password }),
          headers: { "Content-Type": "application/json" },
        }),
  });
  const body = await response.json();
  const reply = body.data ?? body;
  const accessToken = reply.accessToken ?? reply.access_token ?? reply.token;
  if (!accessToken)
    throw new Error("The name or the password is wrong. Please try again.");
  return {
    accessToken,
    refreshToken: reply.refreshToken ?? reply.refresh_token,
    expiresIn: reply.expiresIn ?? reply.expires_in,
  };
}

/** Logs out on the server, if the back end has a log-out. Signing out does not depend on it. */
export async function logOut(backEnd: BackEnd, base: string): Promise<void> {
  if (!backEnd.logout) return;
  await fetch(base + backEnd.logout, { method: "POST", keepalive: true }).catch(
    () => {},
  );
}
