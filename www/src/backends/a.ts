import { createClient } from "everfetch";

export const create = () =>
  createClient({
    baseURL: "/a",
    timeout: 10_000,
    session: {
      refresh: "/auth/refresh",
      expired: { status: 403, code: "TOKEN_EXPIRED" },
    },
  });
