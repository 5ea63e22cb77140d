// @ts-check
// Runs a program: bundles it, and starts the process of its stage.

import { spawn } from "node:child_process";
import { dirname, extname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { component, components } from "./component.mjs";
import { nameOf } from "./markdown.mjs";

/** The longest that one snippet takes, however busy the machine is. */
const PATIENCE = 120_000;

/** The names by which a program's own client is found. */
const CLIENTS = ["service", "client", "api"];

const STAGE = fileURLToPath(new URL("stage.mjs", import.meta.url));

/**
 * Rejects with the snippet's output when it fails.
 * @param {import("./programs.mjs").Program} program
 * @param {string} server the demo server's origin
 */
export const run = async ({ blocks, file, text, words }, server) => {
  const module = `${file}.run.mjs`;
  const { contents, loader } = source(file, text);
  const client = CLIENTS.map(
    (name) => `typeof ${name} === "undefined" ? undefined : ${name}`,
  );
  await build({
    stdin: {
      // The program's client, for the checks that follow.
      contents: `${contents}\nexport const $client = [${client}].find(Boolean);\n`,
      loader,
      resolveDir: dirname(file),
      sourcefile: file,
    },
    bundle: true,
    format: "esm",
    jsx: "automatic",
    logLevel: "silent",
    outfile: module,
    packages: "external",
    plugins: [components],
    target: "es2022",
  });
  await stage({
    module: pathToFileURL(module).href,
    server,
    page: nameOf(blocks[0].page),
    renders: RENDERS.includes(extname(file)),
    words: [...words],
  });
};

/** Blocks of these languages have something to show. */
const RENDERS = [".vue", ".jsx", ".tsx"];

/** @param {string} file @param {string} text */
const source = (file, text) => {
  if (file.endsWith(".vue")) {
    const { module, loader } = component(text);
    return { contents: module, loader };
  }
  const loader = /** @type {"js" | "jsx" | "ts" | "tsx"} */ (
    /[jt]sx?$/.exec(file)?.[0]
  );
  return { contents: text, loader };
};

/** @param {unknown} given */
const stage = (given) =>
  new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ["--conditions=development", STAGE, JSON.stringify(given)],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (bytes) => (output += bytes));
    const timer = setTimeout(() => {
      output += `\nkilled after ${PATIENCE / 1000} s`;
      child.kill("SIGKILL");
    }, PATIENCE);
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(timer);
      if (code === 0) resolve(undefined);
      else reject(new Error(output.trim() || `it ended with ${code}`));
    });
  });
