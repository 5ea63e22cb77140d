// @ts-check
// `everfetch/vue`: which routes vue-router opens for whom.

import { flushPromises } from "@vue/test-utils";
import { createClient } from "everfetch";
import { returnPath, sessionGuard } from "everfetch/vue";
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  createMemoryHistory,
  createRouter,
  createWebHistory,
} from "vue-router";
import {
  OUTAGE,
  REFUSE,
  bareClient,
  cookieClient,
  newUser,
  oauthClient,
  refreshOfF,
  tokenOf,
} from "./support.js";

afterEach(() => localStorage.clear());

const page = { template: "<p />" };

const routes = [
  { path: "/", component: page },
  { path: "/login", name: "enter", component: page },
  { path: "/notes/:id?", component: page, meta: { requiresAuth: true } },
];

/** A router with the guard. */
const guarded = (
  /** @type {any} */ api,
  /** @type {any} */ options = {},
  history = createMemoryHistory(),
) => {
  const router = createRouter({ history, routes });
  router.beforeEach(sessionGuard(api, options));
  const at = () => router.currentRoute.value.fullPath;
  return { router, at };
};

const TO_NOTE = "/login?redirect=/notes/7?a=1%23end";

describe("a guard", () => {
  test("sends who is not signed in to the login, and back afterwards", async () => {
    const { api, logIn } = oauthClient();
    const { router, at } = guarded(api);
    await router.push("/notes/7?a=1#end");
    expect(at()).toBe(TO_NOTE);
    api.session.signIn(await logIn(await newUser()));
    await router.push(returnPath(router.currentRoute.value));
    expect(at()).toBe("/notes/7?a=1#end");
  });

  test("forgets the way back when the user goes elsewhere", async () => {
    const { router, at } = guarded(bareClient());
    await router.push("/notes/7");
    await router.push("/");
    await router.push("/login");
    expect(at()).toBe("/login");
  });

  test("knows of no way back after a sign-out", async () => {
    const api = bareClient();
    api.session.signIn({ accessToken: tokenOf("alice") });
    const { router, at } = guarded(api);
    await router.push("/notes/7");
    api.session.signOut();
    await router.push("/login");
    expect(at()).toBe("/login");
  });

  test("lets everybody see what needs no session", async () => {
    const { router, at } = guarded(bareClient());
    await router.push("/");
    expect(at()).toBe("/");
    await router.push("/login");
    expect(at()).toBe("/login");
  });

  test("waits for a refresh before it decides", async () => {
    const { api, logIn } = oauthClient();
    const alice = await newUser();
    api.session.signIn(await logIn(alice));
    const { router, at } = guarded(api);
    await router.push("/");
    await alice.does("hold");
    const refreshed = api.session.refresh();
    await alice.counts("held=1");
    const arrived = router.push("/notes");
    await flushPromises();
    expect(at()).toBe("/");
    await alice.does("release");
    await Promise.all([refreshed, arrived]);
    expect(at()).toBe("/notes");
    expect((await alice.counts()).refreshes).toBe(1);
  });

  test("after a reload, restores the session of a cookie first", async () => {
    const jar = new Map();
    const before = cookieClient(jar);
    const alice = await newUser();
    before.api.session.signIn(await before.logIn(alice));
    const { api } = cookieClient(jar);
    const { router, at } = guarded(api);
    expect(api.session.state).toBe("signed-in");
    await router.push("/notes");
    expect(at()).toBe("/notes");
    expect(api.session.user).toBe(alice.username);
    expect((await alice.counts()).refreshes).toBe(1);
  });

  test("sends a visitor to the login without a request", async () => {
    const { api } = cookieClient(new Map());
    const { router, at } = guarded(api);
    await router.push("/notes/7?a=1#end");
    expect(at()).toBe(TO_NOTE);
    expect(api.session.state).toBe("signed-out");
  });

  test("where nothing can be refreshed, sends a visitor to the login", async () => {
    const api = createClient({
      session: { refresh: false, storage: "memory", loginURL: false },
    });
    const { router, at } = guarded(api);
    await router.push("/notes");
    expect(at()).toBe("/login?redirect=/notes");
  });

  test("after a reload, finds out that a function signs in", async () => {
    const jar = new Map();
    const before = cookieClient(jar, { refresh: refreshOfF });
    const alice = await newUser();
    before.api.session.signIn(await before.logIn(alice));
    const { api } = cookieClient(jar, { refresh: refreshOfF });
    const { router, at } = guarded(api);
    expect(api.session.state).toBe("signed-out");
    await router.push("/notes");
    expect(at()).toBe("/notes");
    expect(api.session.user).toBe(alice.username);
    expect((await alice.counts()).refreshes).toBe(1);
  });

  test("where a function does not sign in, sends the user to the login; and asks no more", async () => {
    const { api } = cookieClient(new Map(), { refresh: refreshOfF });
    const { router, at } = guarded(api);
    await router.push("/notes/7?a=1#end");
    expect(at()).toBe(TO_NOTE);
    expect(api.session.state).toBe("ended");
    await router.push("/notes");
    expect(at()).toBe("/login?redirect=/notes");
  });

  test("after a sign-out, does not let a cookie sign in again", async () => {
    const jar = new Map();
    const { api, logIn } = cookieClient(jar);
    const alice = await newUser();
    api.session.signIn(await logIn(alice));
    expect(jar.size).toBeGreaterThan(0);
    api.session.signOut();
    const { router, at } = guarded(api);
    await router.push("/notes");
    expect(at()).toBe("/login?redirect=/notes");
    expect((await alice.counts()).refreshes).toBe(0);
  });

  test("sends no user to the log-in page for an outage: tokens", async () => {
    const { api, logIn } = oauthClient();
    const alice = await newUser();
    api.session.signIn(await logIn(alice));
    await alice.does("refresh", OUTAGE);
    const failed = api.session.refresh().catch(({ code }) => code);
    const { router, at } = guarded(api);
    await router.push("/notes");
    expect(at()).toBe("/notes");
    expect(await failed).toBe("ERR_REFRESH_UNAVAILABLE");
    expect(api.session.state).toBe("signed-in");
  });

  test("sends no user to the log-in page for an outage: a cookie", async () => {
    const jar = new Map();
    const before = cookieClient(jar);
    const alice = await newUser();
    before.api.session.signIn(await before.logIn(alice));
    await alice.does("refresh", OUTAGE);
    const { router, at } = guarded(cookieClient(jar).api);
    await router.push("/notes");
    expect(at()).toBe("/notes");
    expect((await alice.counts()).refreshes).toBe(1);
  });

  test("takes who is signed in from the login to where it leads", async () => {
    const api = bareClient();
    api.session.signIn({ accessToken: tokenOf("alice") });
    const { router, at } = guarded(api);
    await router.push("/login?redirect=/notes/7");
    expect(at()).toBe("/notes/7");
    await router.push("/login?redirect=//evil.example/");
    expect(at()).toBe("/");
  });

  test("knows the login by its name, and takes another parameter and another rule", async () => {
    const { router, at } = guarded(bareClient(), {
      login: { name: "enter" },
      returnParam: "next",
      requires: () => true,
    });
    await router.push("/notes/7");
    expect(at()).toBe("/login?next=/notes/7");
    await router.push("/");
    expect(at()).toBe("/login?next=/");
  });

  test("says what is wrong where the client has no session", async () => {
    vi.spyOn(console, "warn").mockReturnValue();
    const { router } = guarded(createClient());
    await expect(router.push("/notes")).rejects.toThrow("no session");
  });
});

describe("the end of the session, by the router's push", () => {
  /** Ends in the way that `session.navigate` is documented. */
  const ending = async (/** @type {any} */ history) => {
    /** @type {string[]} */
    const pushed = [];
    const { api, logIn } = oauthClient({
      loginURL: "/login",
      navigate: (/** @type {string} */ url) => {
        pushed.push(url);
        router.push(url);
      },
    });
    const alice = await newUser();
    api.session.signIn(await logIn(alice));
    const { router, at } = guarded(api, {}, history);
    return { api, alice, logIn, router, at, pushed };
  };

  test("comes to the login once, with the way back to the page", async () => {
    const { api, alice, router, at, pushed } = await ending();
    await router.push("/notes/7");
    await alice.does("expire");
    await alice.does("refresh", REFUSE);
    const codes = await Promise.all(
      [1, 2, 3].map(() => api.get("/me").catch(({ code }) => code)),
    );
    await flushPromises();
    expect(codes).toEqual(Array(3).fill("ERR_SESSION_ENDED"));
    expect(pushed).toEqual(["/login"]);
    expect(at()).toBe("/login?redirect=/notes/7");
    // A link on that very page leads there as well.
    await router.push("/login");
    expect(at()).toBe("/login?redirect=/notes/7");
  });

  test("keeps what the user was on the way to", async () => {
    const { api, alice, router, at, pushed } = await ending();
    await router.push("/notes/7");
    await alice.does("hold");
    await alice.does("refresh", REFUSE);
    const refreshed = api.session.refresh().catch(({ code }) => code);
    await alice.counts("held=1");
    const arrived = router.push("/notes/8");
    await alice.does("release");
    expect(await refreshed).toBe("ERR_SESSION_ENDED");
    await arrived;
    await flushPromises();
    expect(pushed).toEqual(["/login"]);
    expect(at()).toBe("/login?redirect=/notes/8");
  });

  test("has the way back as the router spells it, below a base", async () => {
    const { api, alice, logIn, router, at } = await ending(
      createWebHistory("/app/"),
    );
    await router.push("/notes/7");
    expect(location.pathname).toBe("/app/notes/7");
    await alice.does("refresh", REFUSE);
    await api.session.refresh().catch(() => {});
    await flushPromises();
    expect(location.pathname).toBe("/app/login");
    expect(at()).toBe("/login?redirect=/notes/7");
    api.session.signIn(await logIn(alice));
    await router.push(returnPath(router.currentRoute.value));
    expect(location.pathname).toBe("/app/notes/7");
  });

  test("with `wait`, goes on when the user has signed in over the page", async () => {
    const { api, logIn } = oauthClient({ onEnd: () => "wait" });
    const alice = await newUser();
    api.session.signIn(await logIn(alice));
    const { router, at } = guarded(api);
    await router.push("/");
    await alice.does("hold");
    await alice.does("refresh", REFUSE);
    const ended = new Promise((resolve) =>
      api.session.subscribe(({ type }) => type === "ended" && resolve(type)),
    );
    api.session.refresh().catch(() => {});
    await alice.counts("held=1");
    const arrived = router.push("/notes");
    await alice.does("release");
    await ended;
    await flushPromises();
    expect(at()).toBe("/");
    api.session.signIn(await logIn(alice));
    await arrived;
    expect(at()).toBe("/notes");
  });
});

describe("the way back", () => {
  const back = (/** @type {any} */ redirect) =>
    returnPath({ query: { redirect } }, "/home");

  test.each(["/", "/notes/7?a=1#end", "/a//b", "/?to=https://evil.example"])(
    "%s is taken",
    (path) => expect(back(path)).toBe(path),
  );

  test.each([
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "notes",
    "",
    null,
    undefined,
    ["/a", "/b"],
  ])("%j is not", (path) => expect(back(path)).toBe("/home"));

  test("what is taken leads to the page's own origin", () => {
    for (let code = 0; code < 128; code++) {
      const path = back("/" + String.fromCharCode(code) + "/evil.example");
      expect(new URL(path, "https://own.example").host).toBe("own.example");
    }
  });
});
