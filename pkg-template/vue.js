// @ts-check
// `everfetch/vue`: the session as refs, and a guard for vue-router.

import {
  computed,
  getCurrentInstance,
  inject,
  onMounted,
  shallowRef,
} from "vue";
import { own } from "../src/face/own.js";
import { NOBODY, admits, follow, viewOf } from "./follow.js";

/** Registered globally, so that the copies loaded by `import` and by `require` share it. */
const KEY = Symbol.for("everfetch");

const onServer = typeof window === "undefined";

/** @param {import("./index.js").Client} api */
export const everfetch = (api) => ({
  install: (/** @type {import("vue").App} */ app) => void app.provide(KEY, api),
});

/** @returns {import("./index.js").Client} */
export const useClient = () => {
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
  const of = (/** @type {keyof typeof NOBODY} */ name) =>
    computed(() => (known.value ? view.value : NOBODY)[name]);
  return {
    state: of("state"),
    waiting: of("waiting"),
    user: of("user"),
    signIn,
    signOut,
  };
};

/**
 * @param {import("./index.js").Client} api
 * @param {any} [options]
 */
export const sessionGuard = (api, options) => {
  const {
    requires = (/** @type {any} */ to) => to.meta.requiresAuth,
    login = "/login",
    returnParam = "redirect",
  } = own(options);
  const place = typeof login === "string" ? { path: login } : login;
  const isLogin = (/** @type {any} */ route) =>
    place.name ? route.name === place.name : route.path === place.path;
  const toLogin = (/** @type {string} */ back) => ({
    ...place,
    query: { ...place.query, [returnParam]: back },
  });
  /** The requested path, until the guard has decided about it. @type {string | undefined} */
  let wanted;

  return async (/** @type {any} */ to, /** @type {any} */ from) => {
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

  /** @param {any} from */
  function wayBack(from) {
    if (isLogin(from)) return from.query[returnParam];
    return requires(from) && from.fullPath;
  }
};

/**
 * @param {{ query: Record<string, any> }} route
 * @param {string} [fallback]
 * @param {string} [returnParam]
 * @returns {string}
 */
export const returnPath = (route, fallback = "/", returnParam = "redirect") => {
  const path = route.query[returnParam];
  // `//host` and `/\host` are other origins, and browsers drop control characters.
  return typeof path === "string" && /^\/(?![/\\])[^\0-\x1f]*$/.test(path)
    ? path
    : fallback;
};

/** One view per session, shared by all components. @type {WeakMap<object, any>} */
const all = new WeakMap();

/** @param {import("./index.js").Session} session */
const shown = (session) => {
  if (!all.has(session)) {
    const view = shallowRef(viewOf(session));
    const acts = follow(session, (now) => (view.value = now));
    all.set(session, { view, ...acts });
  }
  return all.get(session);
};
