import { createClient } from "everfetch";

export const api = createClient({
  baseURL: "/api",
  session: {
    refresh: { url: "/auth/refresh", name: "refresh_token" },
    logout: "/auth/logout",
    expired: {
      status: 401,
      code: "TOKEN_EXPIRED",
      codePath: "errors.0.extensions.code",
    },
    public: ["/auth/login"],
  },
});

export async function logIn(email, password) {
  const { data } = await api.post("/auth/login", { email, password });
  api.session.signIn(data);
}

export const logOut = () => api.session.signOut();

export const sizeOf = ({ data }) => Number(data.filesize);
