import { createClient } from "everfetch";

export const api = createClient({
  baseURL: "http://api.example.com",
  session: {
    refresh: { url: "/user/refresh", send: "query", name: "refresh_token" },
    logout: { url: "/user/logout", send: "json", name: "refresh_token" },
    public: ["/user/login"],
  },
});

export async function logIn(username, password) {
  const { data } = await api.post("/user/login", { username, password });
  api.session.signIn(data);
}

export const logOut = () => api.session.signOut();
