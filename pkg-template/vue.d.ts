/**
 * everfetch for Vue: the session as refs, and a guard for vue-router.
 *
 * ```ts
 * createApp(App).use(router).use(everfetch(api)).mount("#app");
 * router.beforeEach(sessionGuard(api));
 * ```
 */

import type { Plugin, Ref } from "vue";
import type { Client, Session, WithSession } from "./index.js";

/** A Vue plugin that provides `api` to `useClient()` and `useSession()` in every component. */
export function everfetch(api: WithSession): Plugin<[]>;

/** Returns the client of the application, provided by `app.use(everfetch(api))`. */
export function useClient<C extends WithSession = Client>(): C;

/** The result of `useSession()`. */
export interface SessionRefs {
  /** `session.state` as a ref. */
  readonly state: Readonly<Ref<Session["state"]>>;
  /** `session.waiting` as a ref. */
  readonly waiting: Readonly<Ref<number>>;
  /** `session.user` as a ref. */
  readonly user: Readonly<Ref<string | null>>;
  /** `session.signIn`; the refs change immediately. */
  readonly signIn: Session["signIn"];
  /** `session.signOut`; the refs change immediately. */
  readonly signOut: Session["signOut"];
}

/**
 * Returns the session as refs, which also follow what happens in other tabs. Call it in a component's `setup`,
 * in a Pinia store, or anywhere else.
 *
 * On a server, the state is `"signed-out"`. A hydrated component shows that state until it is mounted.
 *
 * @param api by default, the client of the application.
 */
export function useSession(api?: WithSession): SessionRefs;

/** The parts of a vue-router route that the guard needs. */
export interface GuardedRoute {
  path: string;
  fullPath: string;
  name?: string | symbol | null | undefined;
  meta: Record<PropertyKey, unknown>;
  query: RouteQuery;
}

/** The query of a vue-router route. */
export type RouteQuery = Record<
  string,
  string | null | (string | null)[] | undefined
>;

/** The options of `sessionGuard()`. */
export interface SessionGuardOptions {
  /**
   * Which routes need a session.
   *
   * @default (to) => to.meta.requiresAuth
   */
  requires?: (to: GuardedRoute) => unknown;

  /**
   * The log-in route: its path, or its name.
   *
   * @default "/login"
   * @example { name: "login" }
   */
  login?: string | { path: string } | { name: string };

  /**
   * The query parameter of the log-in route that contains the path to return to.
   *
   * @default "redirect"
   */
  returnParam?: string;
}

/**
 * Returns a guard for `router.beforeEach`. The guard waits for a running refresh before it decides. After a page load
 * without a token, it tries one refresh if there may be a refresh token in a cookie. It redirects signed-out visitors
 * to `/login?redirect=<path>`, and signed-in users who open the log-in page to that path. It redirects no user during
 * an outage.
 *
 * To redirect in the same way when the session ends, pass your router's `push` to the client: `createClient({
 * session: { navigate: (url) => router.push(url), … } })`.
 *
 * On a server, the guard lets every route pass, and the browser decides.
 *
 * @example
 * router.beforeEach(sessionGuard(api)); // routes with meta.requiresAuth
 */
export function sessionGuard(
  api: WithSession,
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
 * Returns the path to go to after log-in. Ignores paths that lead to another origin.
 *
 * @param fallback by default, `"/"`.
 * @param returnParam that of the guard; by default, `"redirect"`.
 * @example
 * router.push(returnPath(route));
 */
export function returnPath(
  route: { query: RouteQuery },
  fallback?: string,
  returnParam?: string,
): string;
