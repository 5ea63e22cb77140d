// @ts-check
// Runs the demo server for as long as the tests run.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const BUILT = new URL(
  "../../target/debug/everfetch-demo-server",
  import.meta.url,
);

/** @param {import("vitest/node").TestProject} project */
export default async (project) => {
  const binary = process.env.EVERFETCH_DEMO_SERVER ?? fileURLToPath(BUILT);
  const child = spawn(binary, ["--port", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(createInterface(child.stdout), "line");
  const [origin] = /http:\/\/\S+/.exec(line) ?? [];
  if (!origin) throw new Error(`the demo server said: ${line}`);
  project.provide("origin", origin);
  return async () => {
    child.kill();
    await once(child, "exit");
  };
};
