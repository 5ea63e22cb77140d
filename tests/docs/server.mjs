// @ts-check
// The demo server: the one that xtask has started, or one of our own if a test is run by hand.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { ROOT } from "./root.mjs";

/** Its origin. */
export const server = process.env.EVERFETCH_SERVER ?? (await start());

async function start() {
  const binary = join(ROOT, "target/debug/everfetch-demo-server");
  const child = spawn(binary, ["--port", "0", "--until-stdin-ends"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [line] = await once(createInterface(child.stdout), "line");
  child.unref();
  /** @type {any} */ (child.stdin).unref();
  /** @type {any} */ (child.stdout).unref();
  return /http:\/\/\S+/.exec(line)?.[0] ?? "";
}
