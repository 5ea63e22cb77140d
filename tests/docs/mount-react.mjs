// @ts-check
// Puts components of React's on the page, as an application would: within a router, and its session.

import { SessionProvider } from "everfetch/react";
import { Fragment, StrictMode, createElement as h } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { BrowserRouter, Route, Routes } from "react-router";
import { PAGE } from "./dom.mjs";

const page = h("p", null, PAGE);

/**
 * @param {any[]} components
 * @param {import("everfetch").Client} client
 * @returns {() => void} takes them away again
 */
export const mount = (components, client) => {
  // Those with children have a page for them, and so have those with an outlet.
  const all = components.map((component, key) => h(component, { key }, page));
  const routes = h(
    Routes,
    null,
    h(Route, { path: "/login", element: h("p", null, "the login") }),
    h(
      Route,
      { element: h(Fragment, null, all) },
      h(Route, { path: "*", element: page }),
    ),
  );
  const tree = h(SessionProvider, { client }, h(BrowserRouter, null, routes));
  const root = createRoot(
    /** @type {Element} */ (document.getElementById("root")),
  );
  // With its effects.
  flushSync(() => root.render(h(StrictMode, null, tree)));
  return () => flushSync(() => root.unmount());
};
