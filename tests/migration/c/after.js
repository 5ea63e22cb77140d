// @ts-check
// Article C, with everfetch: header, codes and dialog as options.

import { createClient } from "everfetch/axios";
import { MessageBox } from "./element-ui.js";

const service = createClient({
  baseURL: "/c",
  session: {
    keys: { accessToken: "access_token", refreshToken: "refresh_token" },
    header: "X-Token",
    scheme: "",
    expired: { status: 401, code: 50014 },
    refresh: {
      url: "/sys/user/refreshtoken",
      send: "header",
      refused: { status: 401, code: 50015 },
    },
    public: ["/user/login"],
    onEnd: () =>
      MessageBox.confirm("You have been logged out.", "Log in again?").then(
        () => "redirect",
        () => "stay",
      ),
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
  const { data } = await service.post("/user/login", credentials);
  service.session.signIn(data.data);
}

export function logout() {
  service.session.signOut();
}
