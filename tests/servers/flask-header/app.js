import { createClient } from "everfetch";

export const api = createClient({
  baseURL: "/api",
  session: {
    refresh: { url: "/refresh", send: "header" },
    logout: { url: "/logout", method: "DELETE" },
    public: ["/login"],
  },
});

export async function logIn(username, password) {
  const { data } = await api.post("/login", { username, password });
  api.session.signIn(data);
}

export const logOut = () => api.session.signOut();
