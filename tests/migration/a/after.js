// @ts-check
// Article A, with everfetch: the code in the body distinguishes an expired token from a missing permission.

import { createClient } from "everfetch/axios";

const api = createClient({
  baseURL: "/a",
  timeout: 60_000, // 10_000 in the article; a test's machine may be busy
  session: {
    refresh: "/auth/refresh",
    expired: { status: 403, code: "TOKEN_EXPIRED" },
    public: ["/auth/login", "/auth/register"],
  },
});

export const request = api;

/** @param {{ username: string, password: string }} credentials */
export async function login(credentials) {
  const { data } = await api.post("/auth/login", credentials);
  api.session.signIn(data);
}

export function logout() {
  api.session.signOut();
}
