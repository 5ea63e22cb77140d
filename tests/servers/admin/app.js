import { createClient } from "everfetch";

const tenant = { "tenant-id": "1" };

export const api = createClient({
  baseURL: "/admin-api",
  headers: tenant,
  session: {
    refresh: {
      url: "/system/auth/refresh-token",
      method: "POST",
      send: "query",
      headers: tenant,
      reply: { expiresAt: "data.expiresTime" },
      refused: { status: 200, code: 401 },
    },
    logout: { url: "/system/auth/logout", method: "POST", headers: tenant },
    expired: { status: 200, code: 401 },
    ends: { status: 200, code: 1_002_000_004 },
    public: ["/system/auth/login"],
  },
});

// As before: a body that says no is an error, and a body that is not JSON is a download.
api.interceptors.response.use((response) => {
  const { code = 0, msg } = response.data ?? {};
  if (code !== 0) throw new Error(`${code}: ${msg}`);
  return response;
});

export async function logIn(username, password) {
  const credentials = { username, password };
  const { data } = await api.post("/system/auth/login", credentials);
  api.session.signIn(data);
}

export const logOut = () => api.session.signOut();

export const sizeOf = ({ data }) => data.size;
