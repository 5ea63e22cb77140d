// The application's one client, for an OAuth 2.0 back end with a rotating refresh token. No interceptor.
import { createClient } from "everfetch";

import { router } from "./router";

export const api = createClient({
  baseURL: "/e",
  session: {
    refresh: {
      url: "/token",
      send: "form",
      extra: { client_id: "everfetch-demo" },
    },
    public: ["/token"],
    // Of its own: the demo and the other example share the origin.
    keys: { accessToken: "react.access", refreshToken: "react.refresh" },

    // When the server has ended the session behind the user's back, a form stays where it is, and what it
    // was saving waits for the log-in over it (LoginDialog).
    onEnd: ({ reason }) => {
      const keeps = router.state.matches.some(
        ({ route }) => route.handle?.keeps,
      );
      return reason === "refused" && keeps ? "wait" : "stay";
    },

    // <RequireSession> leads to the login.
    loginURL: false,
  },
});
