// @ts-nocheck
// `everfetch/vue`: the session as refs, and a guard for vue-router.

import {
  computed,
  getCurrentInstance,
  inject,
  onMounted,
  shallowRef,
} from "vue";
import { own } from "../runtime/own.js";
import { NOBODY, admits, follow, viewOf } from "../follow.js";

/** Registered globally, so that the copies loaded by `import` and by `require` share it. */
const KEY = Symbol.for("everfetch");

const onServer = typeof window === "undefined";

export const everfetch = (api: import("../index.js").Client) => ({
  install: (app: import("vue").App) => void app.provide(KEY, api),
});

export const useClient = (): import("../index.js").Client => {
  const api = inject(KEY, undefined);
  if (!api)
    throw new Error(
      "everfetch has no client here: app.use(everfetch(api)), or hand it over: useSession(api)",
    );
  return api;
};

export const useSession = (api = useClient()) => {
  const { view, signIn, signOut } = shown(api.session);
  const instance = getCurrentInstance();
  // A hydrated component must first render what the server rendered. Its element exists before it is mounted.
  const known = shallowRef(!onServer && !instance?.vnode.el);
  if (instance && !known.value) onMounted(() => (known.value = true));
  const of = (name: keyof typeof NOBODY) =>
    computed(() => (known.value ? view.value : NOBODY)[name]);
  return {
    state: of("state"),
    waiting: of("waiting"),
    user: of("user"),
    signIn,
    signOut,
  };
};

export const sessionGuard = (
  api: import("../index.js").Client,
  options?: any,
) => {
  const {
    requires = (to: any) => to.meta.requiresAuth,
    login = "/login",
    returnParam = "redirect",
  } = own(options);
  const place = typeof login === "string" ? { path: login } : login;
  const isLogin = (route: any) =>
    place.name ? route.name === place.name : route.path === place.path;
  const toLogin = (back: string) => ({
    ...place,
    query: { ...place.query, [returnParam]: back },
  });
  /** The requested path, until the guard has decided about it. */
  let wanted: string | undefined;

  return async (to: any, from: any) => {
    const { session } = api;
    // A server has no session, so the browser decides.
    if (onServer) return true;
    if (isLogin(to)) {
      if (session.state === "signed-in")
        return returnPath(to, "/", returnParam);
      // The end of the session also leads here, through `session.navigate`, without the path to return to.
      const back = wanted ?? (session.state === "ended" && wayBack(from));
      return back && to.query[returnParam] !== back ? toLogin(back) : true;
    }
    wanted = undefined;
    if (!requires(to)) return true;
    const path = (wanted = to.fullPath);
    if (!(await admits(session))) return toLogin(path);
    if (wanted === path) wanted = undefined;
    return true;
  };

  function wayBack(from: any) {
    if (isLogin(from)) return from.query[returnParam];
    return requires(from) && from.fullPath;
  }
};

export const returnPath = (
  route: { query: Record<string, any> },
  fallback: string = "/",
  returnParam: string = "redirect",
): string => {
  const path = route.query[returnParam];
  // `//host` and `/\host` are other origins, and browsers drop control characters.
  return typeof path === "string" && /^\/(?![/\\])[^\0-\x1f]*$/.test(path)
    ? path
    : fallback;
};

/** One view per session, shared by all components. */
const all: WeakMap<object, any> = new WeakMap();

const shown = (session: import("../index.js").Session) => {
  if (!all.has(session)) {
    const view = shallowRef(viewOf(session));
    const acts = follow(session, (now) => (view.value = now));
    all.set(session, { view, ...acts });
  }
  return all.get(session);
};
