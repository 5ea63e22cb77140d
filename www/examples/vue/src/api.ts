// The only client of the application, for a back end that answers 401 to an expired token. No interceptors.
import { createClient } from "everfetch/axios";

import { router } from "./router";

export const api = createClient({
  baseURL: "/b",
  session: {
    refresh: "/refresh-token",
    public: ["/login"],
    // Separate keys: the demo and the React example share the origin. The Yew example has the same keys and the
    // same back end: a tab of each is one session.
    keys: { accessToken: "notes.access", refreshToken: "notes.refresh" },

    // When the server has ended the session, a page with a form stays, and its requests wait for the log-in in
    // the dialog that covers it (LoginDialog). Other pages go to the log-in page.
    onEnd: ({ reason }) =>
      reason === "refused" && router.currentRoute.value.meta.keeps
        ? "wait"
        : "redirect",

    // The router's paths do not include the base of the application.
    loginURL: import.meta.env.BASE_URL + "login",
    navigate: () => router.push("/login"),
  },
});
