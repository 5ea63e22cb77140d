// @ts-check
// Runs a snippet that is a test, with its own test runner: `runner=vitest`, `runner=playwright`.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** @typedef {import("./programs.mjs").Program} Program */

const HERE = fileURLToPath(new URL(".", import.meta.url));

/** Each rejects with the runner's output when a test fails, and when there is none. */
export const runners =
  /** @type {Record<string, (program: Program) => Promise<void>>} */ ({
    vitest: ({ file }) => execute("vitest", ["run", relative(HERE, file)]),

    playwright: async ({ file }) => {
      const server = createServer(await application()).listen(0, "127.0.0.1");
      await once(server, "listening");
      const { port } = /** @type {import("node:net").AddressInfo} */ (
        server.address()
      );
      const config = join(dirname(file), "playwright.run.config.mjs");
      writeFileSync(config, playwrightConfig(`http://127.0.0.1:${port}`));
      try {
        await execute("playwright", ["test", "--config", config]);
      } finally {
        server.close();
      }
    },
  });

/** The page's configuration, with the browser of this machine and the server of this test. @param {string} baseURL */
const playwrightConfig = (baseURL) => `
  import shown from "./playwright.config.js";

  export default {
    ...shown,
    outputDir: "test-results",
    reporter: "line",
    webServer: undefined,
    use: {
      ...shown.use,
      baseURL: "${baseURL}",
      launchOptions: {
        executablePath: "${process.env.EVERFETCH_CHROMIUM ?? "/usr/bin/chromium"}",
        args: ["--no-sandbox"],
      },
    },
  };
`;

/** An application that shows the user's name, and has a log-in page. */
const APPLICATION = `
  import { createClient } from "everfetch";

  const api = createClient({
    baseURL: "/api",
    session: { refresh: "/auth/refresh" },
  });
  const show = (text) => (document.body.textContent = text);
  if (location.pathname === "/login") show("Log in");
  else api.get("/me").then(({ data }) => show(data.name));
`;

/** What serves it. @returns {Promise<import("node:http").RequestListener>} */
const application = async () => {
  const { outputFiles } = await build({
    stdin: { contents: APPLICATION, resolveDir: HERE },
    bundle: true,
    format: "esm",
    write: false,
  });
  return ({ url }, response) => {
    const isScript = url === "/application.js";
    response.setHeader(
      "Content-Type",
      isScript ? "text/javascript" : "text/html",
    );
    response.end(
      isScript
        ? outputFiles[0].contents
        : '<!doctype html><link rel="icon" href="data:,"><body><script type="module" src="/application.js"></script>',
    );
  };
};

/** @param {string} program @param {string[]} words */
const execute = async (program, words) => {
  const child = spawn(join(HERE, "node_modules/.bin", program), words, {
    cwd: HERE,
    env: { ...process.env, NO_COLOR: "1", CI: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (bytes) => (output += bytes));
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(output.trim() || `it ended with ${code}`);
};
