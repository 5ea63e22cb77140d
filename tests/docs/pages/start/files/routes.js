// @ts-check
// The pages of the application that start.md begins.

import { h } from "vue";

/** @param {string} text */
const page = (text) => ({ render: () => h("p", text) });

export const routes = [
  { path: "/", component: page("home"), meta: { requiresAuth: true } },
  { path: "/login", component: page("please log in") },
];
