// @ts-check
// Article D, with everfetch: the token goes to the back end's origin only, and errors are errors.

import { createClient } from "everfetch/axios";

/** The back end on its other origin; `http://localhost:3000` in the article. */
export const base = new URLSearchParams(location.search).get("backEnd") ?? "";

const api = createClient({
  baseURL: base,
  session: {
    keys: { accessToken: "access_token", refreshToken: "refresh_token" },
    expired: { status: 401, code: 401, codePath: "statusCode" },
    refresh: { url: "/user/refresh", send: "query", name: "refresh_token" },
    public: ["/user/login"],
    onEnd: () => {
      alert("The login has expired, please log in again.");
      return "stay";
    },
  },
});

export const request = api;

/** @param {{ username: string, password: string }} credentials */
export async function login(credentials) {
  const { data } = await api.post(base + "/user/login", credentials);
  api.session.signIn(data);
}

export function logout() {
  api.session.signOut();
}
