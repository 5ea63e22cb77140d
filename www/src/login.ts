// The application's own log-in, as each back end takes it.
import type { TokenReply } from "everfetch";

import type { BackEnd } from "./backends";

/** Logs in; the tokens for `session.signIn`, or an error with a sentence for people. */
export async function logIn(
  backEnd: BackEnd,
  base: string,
  username: string,
  password: string,
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
    throw new Error("That name and password do not match. Please try again.");
  return {
    accessToken,
    refreshToken: reply.refreshToken ?? reply.refresh_token,
    expiresIn: reply.expiresIn ?? reply.expires_in,
  };
}

/** Tells the server, where it has something to forget. Signing out works without. */
export async function logOut(backEnd: BackEnd, base: string): Promise<void> {
  if (!backEnd.logout) return;
  await fetch(base + backEnd.logout, { method: "POST", keepalive: true }).catch(
    () => {},
  );
}
