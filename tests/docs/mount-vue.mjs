// @ts-check
// Puts a component of Vue's on the page, as an application would: with its router, and its client.

import { everfetch } from "everfetch/vue";
import { createApp, h } from "vue";
import { createRouter, createWebHistory } from "vue-router";
import { PAGE } from "./dom.mjs";

const page = { render: () => h("p", PAGE) };

/**
 * @param {any} component
 * @param {import("everfetch").Client} client
 * @param {import("vue").Plugin[]} plugins more of them
 * @returns {Promise<() => void>} takes it away again
 */
export const mount = async (component, client, plugins) => {
  const router = createRouter({
    history: createWebHistory(),
    routes: [{ path: "/:path(.*)", component: page }],
  });
  const app = createApp(component).use(router).use(everfetch(client));
  for (const plugin of plugins) app.use(plugin);
  await router.isReady();
  app.mount("#app");
  return () => app.unmount();
};
