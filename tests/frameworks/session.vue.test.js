// @ts-check
// `everfetch/vue`: what components see of the session.

import { flushPromises, mount } from "@vue/test-utils";
import { everfetch, useClient, useSession } from "everfetch/vue";
import { expect, test, vi } from "vitest";
import {
  createSSRApp,
  defineComponent,
  effectScope,
  h,
  isReadonly,
  isRef,
  nextTick,
  watch,
} from "vue";
import { bareClient, newUser, oauthClient, tokenOf } from "./support.js";

/** Shows all of it. */
const Shown = defineComponent(() => {
  const { state, waiting, user } = useSession();
  return () => h("p", `${state.value} ${waiting.value} ${user.value}`);
});

const mounted = (/** @type {any} */ component, /** @type {any} */ api) =>
  mount(component, { global: { plugins: [everfetch(api)] } });

test("a component shows the session, from the sign-in to the sign-out", async () => {
  const { api, logIn } = oauthClient();
  const alice = await newUser();
  const shown = mounted(Shown, api);
  expect(shown.text()).toBe("signed-out 0 null");
  api.session.signIn(await logIn(alice));
  await flushPromises();
  expect(shown.text()).toBe(`signed-in 0 ${alice.username}`);
  api.session.signOut();
  await flushPromises();
  expect(shown.text()).toBe("signed-out 0 null");
});

test("it shows a refresh, and how many wait for it", async () => {
  const { api, logIn } = oauthClient();
  const alice = await newUser();
  api.session.signIn(await logIn(alice));
  await alice.does("expire");
  await alice.does("hold");
  const shown = mounted(Shown, api);
  const answers = Promise.all([api.get("/me"), api.get("/me")]);
  await alice.counts("held=1&refused=2");
  await vi.waitUntil(() => shown.text().includes(" 2 "), { timeout: 30_000 });
  expect(shown.text()).toBe(`refreshing 2 ${alice.username}`);
  await alice.does("release");
  await answers;
  await flushPromises();
  expect(shown.text()).toBe(`signed-in 0 ${alice.username}`);
});

test("no watcher sees half a change", async () => {
  const { api, logIn } = oauthClient();
  const alice = await newUser();
  api.session.signIn(await logIn(alice));
  const { state, waiting } = useSession(api);
  await alice.does("hold");
  const refreshed = api.session.refresh().catch(({ code }) => code);
  const answers = [api.get("/me"), api.get("/me")].map((answer) =>
    answer.catch(({ code }) => code),
  );
  await alice.counts("held=1");
  expect([state.value, waiting.value]).toEqual(["refreshing", 3]);
  /** @type {any[]} */
  const seen = [];
  watch([state, waiting], (now) => seen.push(now), { flush: "sync" });
  api.session.signOut();
  await Promise.all([refreshed, ...answers]);
  expect(seen).toEqual([["signed-out", 0]]);
  await alice.does("release");
});

test("a sign-in and a sign-out are visible at once", () => {
  const { state, user, signIn, signOut } = useSession(bareClient());
  signIn({ accessToken: tokenOf("alice") });
  expect([state.value, user.value]).toEqual(["signed-in", "alice"]);
  signOut();
  expect([state.value, user.value]).toEqual(["signed-out", null]);
});

test("the refs are read-only", () => {
  const warn = vi.spyOn(console, "warn").mockReturnValue();
  const { state, waiting, user } = useSession(bareClient());
  for (const ref of [state, waiting, user]) {
    expect(isRef(ref) && isReadonly(ref)).toBe(true);
    /** @type {any} */ (ref).value = "mallory";
    expect(ref.value).not.toBe("mallory");
  }
  expect(warn).toHaveBeenCalledTimes(3);
});

test("however many components show a session, it has one listener", () => {
  const api = bareClient();
  const subscribe = vi.spyOn(api.session, "subscribe");
  mounted(() => [h(Shown), h(Shown), h(Shown)], api);
  mounted(Shown, api);
  expect(subscribe).toHaveBeenCalledTimes(1);
});

test("a store outlives the component that was the first to use it", async () => {
  const api = bareClient();
  const store = /** @type {any} */ (
    effectScope(true).run(() => useSession(api))
  );
  const first = mounted(
    defineComponent(() => {
      useSession();
      return () => store.state.value;
    }),
    api,
  );
  first.unmount();
  api.session.signIn({ accessToken: tokenOf("alice") });
  await flushPromises();
  expect(store.user.value).toBe("alice");
});

test("a component gets the application's client", () => {
  const api = bareClient();
  let given;
  mounted(
    defineComponent(() => {
      given = useClient();
      return () => null;
    }),
    api,
  );
  expect(given).toBe(api);
});

test("without a client, the error says how to give one", () => {
  vi.spyOn(console, "warn").mockReturnValue();
  expect(() => mount(Shown)).toThrow("app.use(everfetch(api))");
});

test("a page of the server's is hydrated as it is, and then shows the truth", async () => {
  const complaint = vi.spyOn(console, "warn").mockReturnValue();
  const mistake = vi.spyOn(console, "error").mockReturnValue();
  const api = bareClient();
  api.session.signIn({ accessToken: tokenOf("alice") });
  const page = document.createElement("div");
  // What ssr.test.js gets from the server.
  page.innerHTML = "<p>signed-out 0 null</p>";
  const paragraph = page.firstChild;
  createSSRApp(Shown).use(everfetch(api)).mount(page);
  await nextTick();
  expect(page.textContent).toBe("signed-in 0 alice");
  expect(page.firstChild).toBe(paragraph);
  expect(complaint).not.toHaveBeenCalled();
  expect(mistake).not.toHaveBeenCalled();
});
