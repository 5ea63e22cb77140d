import { createClient } from "everfetch";

export const api = createClient({
  baseURL: "/api",
  session: {
    refresh: { url: "/auth/token/refresh/", send: "cookie" },
    logout: "/auth/logout/",
    storage: "memory",
    public: ["/auth/login/"],
  },
});

export async function logIn(username, password) {
  const { data } = await api.post("/auth/login/", { username, password });
  api.session.signIn(data);
}

export const logOut = () => api.session.signOut();
