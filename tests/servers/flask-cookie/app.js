import { createClient } from "everfetch";

/** The double submit of the refresh token: its mark changes with each refresh. */
const marked = () => ({
  "X-CSRF-TOKEN": /csrf_refresh_token=([^;]*)/.exec(document.cookie)?.[1] ?? "",
});

export const api = createClient({
  baseURL: "/api",
  xsrf: { cookie: "csrf_access_token", header: "X-CSRF-TOKEN" },
  session: {
    transport: "cookie",
    refresh: { url: "/refresh", headers: marked },
    logout: { url: "/logout", headers: marked },
    public: ["/login"],
  },
});

export async function logIn(username, password) {
  await api.post("/login", { username, password });
  api.session.signIn();
}

export const logOut = () => api.session.signOut();
