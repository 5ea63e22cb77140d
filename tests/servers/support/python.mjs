// @ts-check
// A server in Python.

import { PYTHON, folderOf } from "../driver/paths.mjs";

/** How long an access token lives, in seconds. */
export const LIFETIME = 5;

/**
 * @param {string} name its folder
 * @param {Record<string, string>} [env]
 * @returns {import("../driver/types.mjs").Program}
 */
export const python = (name, env = {}) => ({
  command: [PYTHON, "-u", "server.py"],
  cwd: folderOf(name),
  env: () => ({ ...env, LIFETIME: String(LIFETIME) }),
});
