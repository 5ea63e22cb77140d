import { createClient } from "everfetch";

export const create = (corsOrigin: string) =>
  createClient({
    baseURL: corsOrigin + "/d",
    session: {
      keys: { accessToken: "access_token", refreshToken: "refresh_token" },
      expired: { status: 401, code: 401, codePath: "statusCode" },
      refresh: {
        url: "/user/refresh",
        send: "query",
        name: "refresh_token",
      },
    },
  });
