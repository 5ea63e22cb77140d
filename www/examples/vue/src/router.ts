// The pages. All but the login are for those who are signed in.
import { createRouter, createWebHistory } from "vue-router";

declare module "vue-router" {
  interface RouteMeta {
    requiresAuth?: boolean;
    /** There is an edit on this page that must not be lost. */
    keeps?: boolean;
  }
}

export const router = createRouter({
  history: createWebHistory(import.meta.env.BASE_URL),
  routes: [
    { path: "/login", component: () => import("./pages/LoginPage.vue") },
    {
      path: "/",
      component: () => import("./pages/NotesPage.vue"),
      meta: { requiresAuth: true },
    },
    {
      path: "/notes/:id",
      component: () => import("./pages/NotePage.vue"),
      meta: { requiresAuth: true, keeps: true },
    },
    { path: "/:rest(.*)", redirect: "/" },
  ],
});
