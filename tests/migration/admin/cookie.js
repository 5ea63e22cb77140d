// @ts-check
// The same for a template without a refresh token: one token in a cookie that scripts can read, and an expired one
// means to log in again.

import { createClient } from "everfetch/axios";
import { cookieStorage } from "everfetch/storage";
import { unwrap } from "./body.js";
import { refuseRepeated } from "./guard.js";
import { ui } from "./ui.js";

const common = () => ({ "tenant-id": "1", "Accept-Language": ui.language });

const service = createClient({
  baseURL: "/admin-api",
  session: {
    refresh: false,
    storage: cookieStorage({ sameSite: "strict" }),
    keys: { accessToken: "Admin-Token" },
    expired: { status: 200, code: 401 },
    ends: { status: 200, code: 1401 },
    public: ["/auth/login"],
    navigate: (path) => ui.push(path),
    onEnd: async () => {
      const yes = await ui.confirm("Your session is over. Log in again?");
      return yes ? "redirect" : "stay";
    },
  },
});

service.interceptors.request.use((config) => {
  config.headers.set(common());
  return refuseRepeated(config);
});
service.interceptors.response.use(unwrap);

/** @type {(config: import("everfetch/axios").RequestConfig) => Promise<any>} */
export const request = service;

/** @param {{ username: string, password: string }} credentials */
export async function logIn(credentials) {
  const { accessToken } = /** @type {any} */ (
    await service.post("/auth/login", credentials)
  );
  service.session.signIn({ accessToken });
}

export const logOut = () => service.session.signOut();

export { ui };
