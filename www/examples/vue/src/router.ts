// The pages. All except the log-in page require a session.
import { createRouter, createWebHistory } from "vue-router";

declare module "vue-router" {
  interface RouteMeta {
    requiresAuth?: boolean;
    /** Edits on this page must survive the end of the session. */
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
