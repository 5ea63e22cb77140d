import { createClient } from "everfetch";

export const create = () =>
  createClient({
    baseURL: "/g",
    session: {
      expired: { status: 200, code: 50014 },
      refresh: {
        url: "/user/refresh",
        refused: { status: 200, code: [50008, 50012] },
      },
    },
  });
