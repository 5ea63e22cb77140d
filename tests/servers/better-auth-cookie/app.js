import { createClient } from "everfetch";

export const api = createClient({
  baseURL: "/api",
  session: {
    transport: "cookie",
    refresh: false,
    logout: "/auth/sign-out",
    public: ["/auth/sign-in/email"],
  },
});

export async function logIn(email, password) {
  await api.post("/auth/sign-in/email", { email, password });
  api.session.signIn();
}

export const logOut = () => api.session.signOut();
