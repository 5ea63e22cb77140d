import { createClient } from "everfetch";

export const create = () =>
  createClient({
    baseURL: "/e",
    session: {
      refresh: {
        url: "/token",
        send: "form",
        extra: { client_id: "everfetch-demo" },
      },
    },
  });
