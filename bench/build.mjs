// @ts-check
// Vite's production builds: the page with all peers, and an app for each peer alone.

import { readFile, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { build } from "vite";
import { PEERS } from "./names.mjs";

const here = import.meta.dirname;

/**
 * @param {string} out
 * @param {Record<string, string>} [instead] other places of packages; the code then keeps its names
 */
export const buildPage = (out, instead) =>
  build({
    root: path.join(here, "page"),
    logLevel: "warn",
    configFile: false,
    define: { EVERFETCH_VERSION: '""' },
    resolve: { alias: instead ?? {} },
    build: {
      outDir: out,
      emptyOutDir: true,
      chunkSizeWarningLimit: 2000,
      minify: !instead,
    },
  });

/**
 * An app that makes a client and one request, by the name of its peer; and what nothing takes, as "".
 * @param {string} out
 * @returns {Promise<Record<string, Buffer>>}
 */
export const buildApps = async (out) => {
  await rm(out, { recursive: true, force: true });
  /** @type {Record<string, Buffer>} */
  const apps = {};
  for (const name of ["", ...PEERS])
    apps[name] = await buildApp(name, path.join(out, name || "nothing"));
  return apps;
};

/**
 * @param {string} name
 * @param {string} out
 */
const buildApp = async (name, out) => {
  const entry = "virtual:app";
  const code = name
    ? `import { create } from ${JSON.stringify(path.join(here, "peers", name + ".js"))};
       create("/b").get("/me").then((me) => { document.title = me.user; });`
    : "document.title = String(Date.now());";
  await build({
    root: here,
    logLevel: "warn",
    configFile: false,
    plugins: [
      {
        name: "app",
        resolveId: (id) =>
          id === entry ? path.join(here, "app.js") : undefined,
        load: (id) => (id === path.join(here, "app.js") ? code : undefined),
      },
    ],
    build: {
      outDir: out,
      emptyOutDir: true,
      rollupOptions: { input: entry },
      modulePreload: { polyfill: false },
    },
  });
  const assets = path.join(out, "assets");
  const files = await readdir(assets);
  return Buffer.concat(
    await Promise.all(files.map((file) => readFile(path.join(assets, file)))),
  );
};
