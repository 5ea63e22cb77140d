// @ts-check
// Where things are.

import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** `tests/servers` */
export const HERE = fileURLToPath(new URL("..", import.meta.url));

/** The repository. */
export const ROOT = join(HERE, "../..");

/** The packed package. */
export const EVERFETCH = join(HERE, "node_modules/everfetch");

/** What the servers print. */
export const LOGS = join(ROOT, "target/servers/logs");

/** What each row came to, for the tables. */
export const RESULTS = join(ROOT, "target/servers/results.json");

/** The Python of the virtual environment. */
export const PYTHON = join(ROOT, "target/servers/venv/bin/python");

/** @param {string} name of a row */
export const folderOf = (name) => join(HERE, name);

/** Where packages of npm are installed. @param {"npm" | "directus"} from */
export const modulesOf = (from) =>
  join(HERE, from === "npm" ? "" : from, "node_modules");
