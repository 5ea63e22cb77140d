/**
 * everfetch for React: the session as a hook, and a component that renders its children for signed-in users.
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
import type { Client, Session, WithSession } from "./index.js";

/** Provides `client` to all components below it. */
export function SessionProvider(props: {
  client: WithSession;
  children?: ReactNode;
}): ReactElement;

/** Returns the client of the nearest `<SessionProvider>`. */
export function useClient<C extends WithSession = Client>(): C;

/** The result of `useSession()`: the same object until something changes. */
export interface SessionSnapshot {
  /** The same as `session.state`. */
  readonly state: Session["state"];
  /** The same as `session.waiting`. */
  readonly waiting: number;
  /** The same as `session.user`. */
  readonly user: string | null;
  /** The same as `session.signIn`. */
  readonly signIn: Session["signIn"];
  /** The same as `session.signOut`. */
  readonly signOut: Session["signOut"];
}

/**
 * Returns the session, and re-renders the component when it changes, in this tab or another. On a server and
 * during hydration, the state is `"signed-out"`.
 *
 * @param api by default, the client of the nearest `<SessionProvider>`.
 */
export function useSession(api?: WithSession): SessionSnapshot;

/** The props of `<RequireSession>`. */
export interface RequireSessionProps {
  /**
   * The client whose session is required.
   *
   * @default the client of the nearest `<SessionProvider>`
   */
  client?: WithSession | undefined;

  /** Rendered if the user is signed in. */
  children?: ReactNode;

  /**
   * Rendered if the user is signed out: a log-in form, or a redirect to one. Set the client's `loginURL` to
   * `false`; otherwise the end of a session redirects twice. By default, nothing is rendered.
   */
  fallback?: ReactNode;

  /**
   * Rendered until the state is known: on a server, and until a first refresh has finished. By default, nothing
   * is rendered.
   */
  pending?: ReactNode;

  /**
   * Whether the children stay mounted when the server ends the session, with the fallback rendered beside them.
   * The fallback should then cover them, as a `<dialog>` does. Set it to `true` where edits that have not been
   * sent must survive. Otherwise, the children stay mounted only while their requests wait for the user to sign in
   * again (`onEnd: () => "wait"`).
   *
   * A sign-out unmounts the children in either case. So does a sign-in by another user, or by one whom the
   * token does not identify.
   *
   * @default false
   */
  keep?: boolean;
}

/**
 * Renders its children if the user is signed in. They stay mounted during a refresh and during an outage. If no
 * token survived the page load, it first tries one refresh, in case the refresh token is in a cookie.
 */
export function RequireSession(props: RequireSessionProps): ReactElement;
