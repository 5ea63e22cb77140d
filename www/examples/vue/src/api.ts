// The application's one client, for a back end that answers 401 to an expired token. No interceptor.
import { createClient } from "everfetch";

import { router } from "./router";

export const api = createClient({
  baseURL: "/b",
  session: {
    refresh: "/refresh-token",
    public: ["/login"],
    // Of its own: the demo and the other example share the origin.
    keys: { accessToken: "vue.access", refreshToken: "vue.refresh" },

    // When the server has ended the session behind the user's back, a form stays where it is, and what it
    // was saving waits for the log-in over it (LoginDialog). Everywhere else the login page will do.
    onEnd: ({ reason }) =>
      reason === "refused" && router.currentRoute.value.meta.keeps
        ? "wait"
        : "redirect",

    // The router's paths do not name the base that the application lies below.
    loginURL: import.meta.env.BASE_URL + "login",
    navigate: () => router.push("/login"),
  },
});
