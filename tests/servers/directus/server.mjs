// @ts-check
// Directus with a new database, as its documentation starts it.

import { spawn, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LIFETIME } from "../support/control.mjs";

const folder = mkdtempSync(join(tmpdir(), "directus-"));
const uploads = join(folder, "uploads");
mkdirSync(uploads);
const env = {
  ...process.env,
  ACCESS_TOKEN_TTL: `${LIFETIME}s`,
  ADMIN_EMAIL: "admin@example.com",
  ADMIN_PASSWORD: randomUUID(),
  DB_CLIENT: "sqlite3",
  DB_FILENAME: join(folder, "data.db"),
  EXTENSIONS_PATH: join(process.cwd(), "extensions"),
  HOST: "127.0.0.1",
  KEY: randomUUID(),
  PUBLIC_URL: `${process.env.PAGE}/api`,
  SECRET: randomUUID(),
  STORAGE_LOCAL_ROOT: uploads,
  TELEMETRY: "false",
};
const cli = "node_modules/directus/cli.js";
const options = /** @type {const} */ ({ env, stdio: "inherit" });
spawnSync(process.execPath, [cli, "bootstrap"], options);
const server = spawn(process.execPath, [cli, "start"], options);
process.on("SIGTERM", () => server.kill());
server.on("exit", () => process.exit());
