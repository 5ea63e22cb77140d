import { createClient } from "everfetch";

export const api = createClient({
  baseURL: "/api",
  session: {
    refresh: { url: "/token/refresh/", name: "refresh" },
    logout: "/token/blacklist/",
    public: ["/token/"],
  },
});

export async function logIn(username, password) {
  const { data } = await api.post("/token/", { username, password });
  api.session.signIn(data);
}

export const logOut = () => api.session.signOut();
