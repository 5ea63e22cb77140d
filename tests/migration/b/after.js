// @ts-check
// Article B, with everfetch: a 401 is the default, and a wrong password is none because the login is public.

import { createClient } from "everfetch/axios";

const service = createClient({
  baseURL: process.env.VUE_APP_BASE_API,
  timeout: 60_000, // 5_000 in the article; a test's machine may be busy
  session: {
    refresh: "/refresh-token",
    public: ["/login"],
  },
});

/**
 * The answer's data alone, as the app has always had it.
 *
 * @param {import("everfetch/axios").RequestConfig} config
 */
export const request = async (config) => (await service(config)).data;

/** @param {{ username: string, password: string }} credentials */
export async function login(credentials) {
  const { data } = await service.post("/login", credentials);
  service.session.signIn(data);
}

export function logout() {
  service.session.signOut();
}
