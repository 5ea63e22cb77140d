import { createClient } from "everfetch";

export const create = () =>
  createClient({
    baseURL: "/b",
    timeout: 5_000,
    session: {
      refresh: "/refresh-token",
    },
  });
