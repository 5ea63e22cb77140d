// @ts-check
// A server in Node.

import { folderOf } from "../driver/paths.mjs";

export { LIFETIME } from "./control.mjs";

/**
 * @param {string} name its folder
 * @param {string} file "server.mjs"; a "server.ts" is compiled
 * @param {Record<string, string>} [env]
 * @returns {import("../driver/types.mjs").Program}
 */
export const node = (name, file = "server.mjs", env = {}) => ({
  command: file.endsWith(".ts")
    ? [process.execPath, "../support/compiled.mjs", file]
    : [process.execPath, file],
  cwd: folderOf(name),
  env: (_, page) => ({ ...env, PAGE: page }),
});
