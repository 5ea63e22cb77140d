// The session's options, its object and its events.

import { createClient, type SessionEvent, type TokenStorage } from "everfetch";

const storage: TokenStorage = sessionStorage;
storage.setItem("a", storage.getItem("b") ?? "");
storage.removeItem("a");

createClient({ session: { refresh: "/auth/refresh" } });
createClient({
  session: {
    refresh: {
      url: "/token",
      baseURL: "",
      method: "post",
      send: "form",
      name: "refresh_token",
      extra: { client_id: "app" },
      headers: { "X-CSRF": "1" },
      reply: { accessToken: "data.token" },
      refused: { status: [400, 401], code: "invalid_grant", codePath: "error" },
      timeout: 5_000,
      retries: 0,
    },
    storage,
    keys: { accessToken: "jwt" },
    header: "X-Token",
    scheme: "",
    origins: ["https://files.example.com"],
    public: ["/auth/login", /^\/open\//],
    expired: { status: 200, code: [50012, "50014"] },
    ends: { code: 50008 },
    logout: {
      url: "/auth/logout",
      send: "form",
      headers: { Authorization: "" },
    },
    hold: false,
    waiterTimeout: 1_000,
    expiryMargin: 60,
    keepFresh: true,
    userOf: (token) => token.split(":")[0] ?? null,
    loginURL: false,
    returnParam: "redirect",
    navigate: (url) => history.pushState(null, "", url),
    onEnd: async ({ reason, error, waiting }) => {
      const why:
        | "refused"
        | "no-refresh-token"
        | "signed-out-elsewhere"
        | "user-changed"
        | "revoked" = reason;
      console.log(why, error.code, waiting.toFixed());
      return "stay";
    },
  },
});
const api = createClient({
  session: {
    refresh: async ({ refreshToken, signal, fetch }) => {
      const answer = await fetch("/r", {
        method: "POST",
        body: refreshToken,
        signal,
      });
      return { access_token: await answer.text(), expires_in: 60 };
    },
    expired: async (response) => (await response.json()).code === 1,
    onEnd: () => {},
    debug: (line) => line.toUpperCase(),
  },
});

api.session.signIn({ accessToken: "a", refreshToken: "r" });
api.session.signIn((await api.post("/login")).data);
const done: Promise<void> = api.session.signOut();
await done;
const state: "signed-out" | "signed-in" | "refreshing" | "ended" =
  api.session.state;
const token: string | null = await api.session.accessToken();
await api.session.refresh();
const leave: () => void = api.session.subscribe((event: SessionEvent) => {
  if (event.type === "refreshed") console.log(event.by);
  if (event.type === "waiting") console.log(event.waiting.toFixed());
  // @ts-expect-error an event has what its type has
  console.log(event.reason);
});

createClient({
  session: { refresh: "/r", transport: "cookie" },
}).session.signIn();
// @ts-expect-error there is no such transport
createClient({ session: { refresh: "/r", transport: "query" } });
// @ts-expect-error a session needs a way to refresh
createClient({ session: {} });
// @ts-expect-error there is no such storage
createClient({ session: { refresh: "/r", storage: "cookie" } });
// @ts-expect-error a misspelt option
createClient({ session: { refresh: "/r", loginUrl: "/login" } });
// @ts-expect-error a request needs a URL
createClient({ session: { refresh: { send: "json" } } });
// @ts-expect-error there is no such carrier
createClient({ session: { refresh: { url: "/r", send: "body" } } });
// @ts-expect-error a refresh has to come to an access token
createClient({ session: { refresh: async () => ({ token_type: "Bearer" }) } });
// @ts-expect-error the state is for reading
api.session.state = "signed-in";
createClient({ session: { refresh: "/r", onEnd: () => "wait" } });
// @ts-expect-error there is no such choice
createClient({ session: { refresh: "/r", onEnd: () => "later" } });
// @ts-expect-error seconds are a number
createClient({ session: { refresh: "/r", expiryMargin: "30" } });

export { leave, state, token };
