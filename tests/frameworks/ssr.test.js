// @ts-check
// @vitest-environment node
// On a server: no user is signed in, no one is redirected, and nothing needs a window.

import { renderToString as renderVue } from "@vue/server-renderer";
import { RequireSession, SessionProvider, useSession } from "everfetch/react";
import { everfetch, sessionGuard, useSession as useRefs } from "everfetch/vue";
import { createElement } from "react";
import { renderToString as renderReact } from "react-dom/server";
import { expect, test } from "vitest";
import { createSSRApp, defineComponent, h } from "vue";
import { createMemoryHistory, createRouter } from "vue-router";
import { bareClient, tokenOf } from "./support.js";

/** Even if there is a user, because the browser hydrates the signed-out page. */
const client = () => {
  const api = bareClient();
  api.session.signIn({ accessToken: tokenOf("alice") });
  return api;
};

test("Vue renders the signed-out page", async () => {
  const Shown = defineComponent(() => {
    const { state, waiting, user } = useRefs();
    return () => h("p", `${state.value} ${waiting.value} ${user.value}`);
  });
  const html = await renderVue(createSSRApp(Shown).use(everfetch(client())));
  expect(html).toBe("<p>signed-out 0 null</p>");
});

test("vue-router opens the requested route", async () => {
  const meta = { requiresAuth: true };
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: "/notes", component: {}, meta }],
  });
  router.beforeEach(sessionGuard(bareClient()));
  await router.push("/notes");
  expect(router.currentRoute.value.fullPath).toBe("/notes");
});

test("React renders the signed-out page", () => {
  const Shown = () => {
    const { state, waiting, user } = useSession();
    return createElement("p", null, `${state} ${waiting} ${user}`);
  };
  const tree = createElement(Shown);
  expect(
    renderReact(createElement(SessionProvider, { client: client() }, tree)),
  ).toBe("<p>signed-out 0 null</p>");
});

test("React renders what is pending", () => {
  const tree = createElement(
    RequireSession,
    { client: client(), pending: "one moment", fallback: "log in" },
    "secret",
  );
  expect(renderReact(tree)).toBe("one moment");
});

test("both entries can be required", async () => {
  const { createRequire } = await import("node:module");
  const require = createRequire(import.meta.url);
  expect(Object.keys(require("everfetch/vue")).sort()).toEqual(
    Object.keys(await import("everfetch/vue")).sort(),
  );
  expect(Object.keys(require("everfetch/react")).sort()).toEqual(
    Object.keys(await import("everfetch/react")).sort(),
  );
});
