// @ts-check
// The top of the repository, for whatever needs no npm package to find it.

import { fileURLToPath } from "node:url";

/** The top of the repository. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
