/**
 * everfetch for Vue: the session as refs, and a guard for vue-router.
 *
 * ```ts
 * createApp(App).use(router).use(everfetch(api)).mount("#app");
 * router.beforeEach(sessionGuard(api));
 * ```
 */

import type { Plugin, Ref } from "vue";
import type { Client, Session } from "./index.js";

/** A plugin that gives `api` to `useClient()` and `useSession()` in every component. */
export function everfetch(api: Client): Plugin<[]>;

/** The client that the application was given: `app.use(everfetch(api))`. */
export function useClient(): Client;

/** What `useSession()` gives. */
export interface SessionRefs {
  /** As `session.state`. */
  readonly state: Readonly<Ref<Session["state"]>>;
  /** As `session.waiting`. */
  readonly waiting: Readonly<Ref<number>>;
  /** As `session.user`. */
  readonly user: Readonly<Ref<string | null>>;
  /** As `session.signIn`; the refs show it at once. */
  readonly signIn: Session["signIn"];
  /** As `session.signOut`; the refs show it at once. */
  readonly signOut: Session["signOut"];
}

/**
 * The session as refs, of this tab and whatever other tabs do to it. For a component's `setup`, a Pinia store, or
 * anywhere else.
 *
 * On a server nobody is signed in, and a component that is hydrated shows that until it is mounted.
 *
 * @param api Default: the client that the application was given.
 */
export function useSession(api?: Client): SessionRefs;

/** What a guard needs of vue-router's routes. */
export interface GuardedRoute {
  path: string;
  fullPath: string;
  name?: string | symbol | null | undefined;
  meta: Record<PropertyKey, unknown>;
  query: RouteQuery;
}

/** As vue-router has it. */
export type RouteQuery = Record<
  string,
  string | null | (string | null)[] | undefined
>;

/** How `sessionGuard()` decides. */
export interface SessionGuardOptions {
  /** Which routes need a session. Default: those with `meta.requiresAuth`. */
  requires?: (to: GuardedRoute) => unknown;

  /** The route of the login: its path, or its name. Default: `"/login"`. */
  login?: string | { path: string } | { name: string };

  /** The parameter of the login's query that says where the user wanted to go. Default: `"redirect"`. */
  returnParam?: string;
}

/**
 * A guard for `router.beforeEach`. It waits for a refresh before it decides, and tries one by cookie where no token
 * has outlived the page. Who is not signed in goes to the login, with `?redirect=` and the way back; who is, and
 * opens the login, goes there. An outage sends nobody to the login.
 *
 * Give the session the router's push, and its end comes this way too, with the way back:
 * `createClient({ session: { navigate: (url) => router.push(url), … } })`.
 *
 * On a server it lets everybody pass, and the browser decides.
 */
export function sessionGuard(
  api: Client,
  options?: SessionGuardOptions,
): (
  to: GuardedRoute,
  from: GuardedRoute,
) => Promise<
  | true
  | string
  | { path: string; query: Record<string, string> }
  | { name: string; query: Record<string, string> }
>;

/**
 * Where to go after the login: `router.push(returnPath(route))`. What leads to another origin does not count.
 *
 * @param fallback Default: `"/"`.
 * @param returnParam That of the guard. Default: `"redirect"`.
 */
export function returnPath(
  route: { query: RouteQuery },
  fallback?: string,
  returnParam?: string,
): string;
