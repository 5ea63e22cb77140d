// What the tests of `pkg-template/src` share.

import { createRequire } from "node:module";

const tools = new URL("../../xtask/npm/package.json", import.meta.url);

/** Property tests; xtask installs it beside the other tools. */
export const fc = createRequire(tools)("fast-check");

/**
 * Does something as if on a page at `href`.
 * @template T
 * @param {string} href
 * @param {() => T} work
 * @param {string} [baseURI] where its `<base>` leads
 */
export const onPage = (href, work, baseURI = href) => {
  const { origin } = new URL(href);
  Object.assign(globalThis, {
    location: { href, origin },
    document: { baseURI },
  });
  try {
    return work();
  } finally {
    Reflect.deleteProperty(globalThis, "location");
    Reflect.deleteProperty(globalThis, "document");
  }
};
