import { createClient } from "everfetch";

export const create = () =>
  createClient({
    baseURL: "/f",
    session: {
      refresh: {
        url: "/auth/refresh",
        send: "cookie",
        headers: { "X-CSRF": "1" },
      },
    },
  });
