// @ts-check
// Starts the real servers, each on a free port, and ends them.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

/** @typedef {import("./types.mjs").Program} Program */

/** How long a server may take until it answers, in milliseconds. */
const START = 90_000;

/** The servers that still run, so that none outlives the tests. */
const running = new Set();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** A port that nothing listens on. */
export const freePort = async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (
    server.address()
  );
  server.close();
  await once(server, "close");
  return port;
};

/**
 * Starts a server and waits until it answers.
 * @param {string} name its log is `target/servers/NAME.log`
 * @param {Program} program
 * @param {string} folder of the logs
 * @param {string} page the page's origin
 */
export const start = async (name, program, folder, page) => {
  const port = program.port ?? (await freePort());
  const origin = `http://127.0.0.1:${port}`;
  mkdirSync(folder, { recursive: true });
  const log = createWriteStream(join(folder, `${name}.log`));
  const [command, ...args] = program.command;
  const child = spawn(/** @type {string} */ (command), args, {
    cwd: program.cwd,
    env: { ...process.env, ...program.env?.(port, page), PORT: String(port) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  child.on("error", (error) => log.write(String(error)));
  /** @type {string[]} */
  const lines = [];
  child.stdout.on("data", (chunk) => lines.push(String(chunk)));
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const stop = async () => {
    running.delete(child);
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), 3_000);
      await once(child, "exit");
      clearTimeout(timer);
    }
    log.end();
  };
  try {
    await answers(origin + (program.ready ?? "/control/log"), child);
  } catch (error) {
    await stop();
    throw new Error(`${name} does not start; see ${join(folder, name)}.log`, {
      cause: error,
    });
  }
  return { origin, stop, output: () => lines.join("") };
};

/**
 * Waits until the server answers with a status below 500.
 * @param {string} url
 * @param {import("node:child_process").ChildProcess} child
 */
const answers = async (url, child) => {
  for (const end = Date.now() + START; Date.now() < end;) {
    if (child.exitCode !== null) throw new Error(`exit code ${child.exitCode}`);
    try {
      const { status } = await fetch(url);
      if (status < 500) return;
    } catch {
      // Not listening yet.
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`no answer from ${url}`);
};
