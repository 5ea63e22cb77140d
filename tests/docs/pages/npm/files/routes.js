// @ts-check
// The pages of the application that the package's README begins.

import { h } from "vue";

const home = { render: () => h("p", "home") };

export const routes = [
  { path: "/", component: home, meta: { requiresAuth: true } },
];
