// The entry with stores for tokens.

import { createClient, type TokenStorage } from "everfetch";
import {
  cookieStorage,
  jsonStorage,
  type CookieStorageOptions,
  type JsonStorageOptions,
} from "everfetch/storage";

const json: JsonStorageOptions = {
  prefix: "prod__",
  expires: "expire",
  never: 0,
  storage: "session",
};
const cookie: CookieStorageOptions = {
  domain: "example.com",
  secure: true,
  sameSite: "strict",
  maxAge: 3_600,
};
const stores: TokenStorage[] = [
  jsonStorage(),
  jsonStorage(json),
  jsonStorage({ item: "auth", path: "state", storage: cookieStorage(cookie) }),
  jsonStorage({
    read: ({ v }) => JSON.parse(v),
    write: (token, former) => ({ ...former, v: JSON.stringify(token) }),
  }),
  cookieStorage(),
];
for (const storage of stores)
  createClient({ session: { refresh: "/auth/refresh", storage } });
// @ts-expect-error not a store
jsonStorage({ storage: "cookie" });
// @ts-expect-error no such value
cookieStorage({ sameSite: "Lax" });
