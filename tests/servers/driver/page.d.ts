// What the page that the driver serves has as a global: the row's `app.js`.

import type { Client } from "everfetch";

declare global {
  var app: {
    api: Client;
    logIn(username: string, password: string): Promise<void>;
    logOut(): Promise<void>;
    sizeOf?(data: unknown): number;
  };
}
