// `everfetch/vue`: the session as refs, and a guard for vue-router.

import {
  type InjectionKey,
  computed,
  getCurrentInstance,
  inject,
  onMounted,
  type Plugin,
  type ShallowRef,
  shallowRef,
} from "vue";
import type { Client, Session, WithSession } from "../../index.js";
import type {
  GuardedRoute,
  RouteQuery,
  SessionGuardOptions,
  SessionRefs,
} from "../../vue.js";
import { own } from "../runtime/own.js";
import {
  type Acts,
  SIGNED_OUT,
  type View,
  admits,
  follow,
  viewOf,
} from "../follow.js";

/** Registered globally, so that the copies loaded by `import` and by `require` share it. */
const KEY: InjectionKey<WithSession> = Symbol.for("everfetch");

const onServer = typeof window === "undefined";

export const everfetch = (api: WithSession): Plugin<[]> => ({
  install: (app) => void app.provide(KEY, api),
});

export const useClient = <C extends WithSession = Client>(): C => {
  const api = inject(KEY, undefined);
  if (!api)
    throw new Error(
      "everfetch has no client here. Call `app.use(everfetch(api))`, or pass the client: `useSession(api)`.",
    );
  // The application says which kind of client it has provided.
  return api as C;
};

export const useSession = (api: WithSession = useClient()): SessionRefs => {
  const { view, signIn, signOut } = shown(api.session);
  const instance = getCurrentInstance();
  // A hydrated component must first render what the server rendered. Its element exists before it is mounted.
  const known = shallowRef(!onServer && !instance?.vnode.el);
  if (instance && !known.value) onMounted(() => (known.value = true));
  const of = <Name extends keyof View>(name: Name) =>
    computed(() => (known.value ? view.value : SIGNED_OUT)[name]);
  return {
    state: of("state"),
    waiting: of("waiting"),
    user: of("user"),
    signIn,
    signOut,
  };
};

export const sessionGuard = (
  api: WithSession,
  options?: SessionGuardOptions,
) => {
  const {
    requires = ({ meta }: GuardedRoute): unknown => meta["requiresAuth"],
    login = "/login",
    returnParam = "redirect",
  } = own<SessionGuardOptions>(options ?? {});
  const place: LoginRoute = typeof login === "string" ? { path: login } : login;
  const isLogin = (route: GuardedRoute) =>
    "name" in place ? route.name === place.name : route.path === place.path;
  const toLogin = (back: string) => ({
    ...place,
    query: { ...place.query, [returnParam]: back },
  });
  /** The requested path, until the guard has decided about it. */
  let wanted: string | undefined;

  return async (to: GuardedRoute, from: GuardedRoute) => {
    const { session } = api;
    // A server has no session, so the browser decides.
    if (onServer) return true;
    if (isLogin(to)) {
      if (session.state === "signed-in")
        return returnPath(to, "/", returnParam);
      // The end of the session also leads here, through `session.navigate`, without the path to return to.
      const back =
        wanted ?? (session.state === "ended" ? wayBack(from) : undefined);
      return back && to.query[returnParam] !== back ? toLogin(back) : true;
    }
    wanted = undefined;
    if (!requires(to)) return true;
    const path = (wanted = to.fullPath);
    if (!(await admits(session))) return toLogin(path);
    if (wanted === path) wanted = undefined;
    return true;
  };

  function wayBack(from: GuardedRoute) {
    if (!isLogin(from)) return requires(from) ? from.fullPath : undefined;
    const back = from.query[returnParam];
    return typeof back === "string" ? back : undefined;
  }
};

/** The log-in page: the path or the name of a route, with the application's own parameters. */
type LoginRoute = ({ path: string } | { name: string }) & {
  query?: Record<string, string>;
};

export const returnPath = (
  route: { query: RouteQuery },
  fallback: string = "/",
  returnParam: string = "redirect",
): string => {
  const path = route.query[returnParam];
  // `//host` and `/\host` are other origins, and browsers drop control characters.
  return typeof path === "string" && /^\/(?![/\\])[^\0-\x1f]*$/.test(path)
    ? path
    : fallback;
};

/** The view of a session as a ref, with `signIn` and `signOut`. */
type Shown = Acts & { view: ShallowRef<View> };

/** One view per session, shared by all components. */
const all: WeakMap<Session, Shown> = new WeakMap();

const shown = (session: Session): Shown => {
  const known = all.get(session);
  if (known) return known;
  const view = shallowRef(viewOf(session));
  const acts = follow(session, (now) => (view.value = now));
  const made = { view, ...acts };
  all.set(session, made);
  return made;
};
