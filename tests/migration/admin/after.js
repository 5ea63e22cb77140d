// @ts-check
// The template with everfetch: the codes, the dialog and the format of the store as options. The guard and the
// interceptor that unwraps stay.

import { createClient } from "everfetch/axios";
import { jsonStorage } from "everfetch/storage";
import { unwrap } from "./body.js";
import { refuseRepeated } from "./guard.js";
import { ui } from "./ui.js";

const common = () => ({ "tenant-id": "1", "Accept-Language": ui.language });

const service = createClient({
  baseURL: "/admin-api",
  session: {
    storage: jsonStorage({ prefix: "prod__", expires: "expire" }),
    keys: { accessToken: "ACCESS_TOKEN", refreshToken: "REFRESH_TOKEN" },
    refresh: {
      url: "/auth/refresh-token",
      method: "POST",
      send: "query",
      headers: common,
    },
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
  service.session.signIn(await service.post("/auth/login", credentials));
}

export const logOut = () => service.session.signOut();

export { ui };
