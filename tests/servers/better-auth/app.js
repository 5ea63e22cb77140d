import { createClient } from "everfetch";

export const api = createClient({
  baseURL: "/api",
  session: {
    refresh: { url: "/auth/token", method: "GET", send: "cookie" },
    logout: { url: "/auth/sign-out", method: "POST" },
    storage: "memory",
    public: ["/auth/sign-in/email"],
  },
});

export async function logIn(email, password) {
  await api.post("/auth/sign-in/email", { email, password });
  api.session.signIn();
}

export const logOut = () => api.session.signOut();
