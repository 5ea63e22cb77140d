import { createClient } from "everfetch";

export const create = () =>
  createClient({
    baseURL: "/c",
    session: {
      keys: { accessToken: "access_token", refreshToken: "refresh_token" },
      header: "X-Token",
      scheme: "",
      expired: { status: 401, code: 50014 },
      refresh: {
        url: "/sys/user/refreshtoken",
        send: "header",
        name: "X-Token",
        refused: { status: 401, code: 50015 },
      },
    },
  });
