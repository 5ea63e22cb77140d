// @ts-check
// `node compiled.mjs server.ts`: runs a server in TypeScript with decorators.

import { rm } from "node:fs/promises";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const [, , file = ""] = process.argv;
const outfile = resolve(`.${process.pid}.compiled.mjs`); // beside it, so that it imports the same packages
await build({
  entryPoints: [file],
  outfile,
  bundle: true,
  packages: "external",
  platform: "node",
  format: "esm",
  target: "node20",
  tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
});
try {
  await import(pathToFileURL(outfile).href);
} finally {
  await rm(outfile);
}
