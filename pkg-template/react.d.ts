/**
 * everfetch for React: the session as a hook, and a component that shows its children to whoever is signed in.
 *
 * ```tsx
 * <SessionProvider client={api}>
 *   <RequireSession fallback={<Login />}>
 *     <App />
 *   </RequireSession>
 * </SessionProvider>
 * ```
 */

import type { ReactElement, ReactNode } from "react";
import type { Client, Session } from "./index.js";

/** Gives `client` to everything below it. */
export function SessionProvider(props: {
  client: Client;
  children?: ReactNode;
}): ReactElement;

/** The client of the `<SessionProvider>` above. */
export function useClient(): Client;

/** What `useSession()` gives; the same object until something changes. */
export interface SessionSnapshot {
  /** As `session.state`. */
  readonly state: Session["state"];
  /** As `session.waiting`. */
  readonly waiting: number;
  /** As `session.user`. */
  readonly user: string | null;
  /** As `session.signIn`. */
  readonly signIn: Session["signIn"];
  /** As `session.signOut`. */
  readonly signOut: Session["signOut"];
}

/**
 * The session, of this tab and whatever other tabs do to it. On a server nobody is signed in, and that is what is
 * hydrated.
 *
 * @param api Default: that of the `<SessionProvider>` above.
 */
export function useSession(api?: Client): SessionSnapshot;

/** What `<RequireSession>` takes. */
export interface RequireSessionProps {
  /** Default: that of the `<SessionProvider>` above. */
  client?: Client | undefined;

  /** For whoever is signed in. */
  children?: ReactNode;

  /**
   * For whoever is not: a login, or what leads there; then the client's `loginURL` is to be `false`, or the end of a
   * session leads there twice. Default: nothing.
   */
  fallback?: ReactNode;

  /** While that is not known: on a server, and until a first refresh has said so. Default: nothing. */
  pending?: ReactNode;

  /**
   * Whether the children stay when the server ends the session, with the fallback beside them: then it should lie
   * over them, as a `<dialog>` does. Default: `false`; then they stay while requests of theirs wait for the user to
   * sign in again (`onEnd: () => "wait"`). Set this to `true` where edits must survive that are not sent yet.
   *
   * At a sign-out they go, and so they do when another user signs in, or one of whom the token does not tell.
   */
  keep?: boolean;
}

/**
 * Shows its children to whoever is signed in. They stay during a refresh. Where no token has outlived the page, it
 * finds out first whether a cookie signs in. An outage sends nobody to the fallback.
 */
export function RequireSession(props: RequireSessionProps): ReactElement;
