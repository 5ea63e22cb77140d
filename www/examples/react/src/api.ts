// The only client of the application, for an OAuth 2.0 back end with a rotating refresh token. No interceptors.
import { createClient } from "everfetch/axios";

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
    // Separate keys: the demo and the other example share the origin.
    keys: { accessToken: "react.access", refreshToken: "react.refresh" },

    // When the server has ended the session, a page with a form stays, and its requests wait for the log-in in
    // the dialog that covers it (LoginDialog).
    onEnd: ({ reason }) => {
      const keeps = router.state.matches.some(
        ({ route }) => route.handle?.keeps,
      );
      return reason === "refused" && keeps ? "wait" : "stay";
    },

    // <RequireSession> redirects to the log-in page.
    loginURL: false,
  },
});
