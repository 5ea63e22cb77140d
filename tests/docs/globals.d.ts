// The names that every snippet may use without making them; `stage.mjs` has their values.

/** A client of the back end, signed in. */
declare const api: import("everfetch").Client;
declare const username: string;
declare const password: string;
/** A single-page application's. */
declare const router: import("vue-router").Router;

declare module "*.vue" {
  const component: import("vue").Component;
  export default component;
}
