// @ts-check
// Components of Vue's: their scripts for the type checker, themselves as modules.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { parse, compileScript } = createRequire(import.meta.url)(
  "vue/compiler-sfc",
);

/**
 * @param {string} text
 * @param {string} [name] where it is
 * @returns {{ script: string, module: string, loader: "js" | "ts" }} its script alone, at the lines where it
 *   stands; the module that it is compiled to
 */
export const component = (text, name = "it") => {
  const { descriptor, errors } = parse(text, { filename: "snippet.vue" });
  if (errors.length) throw errors[0];
  const { scriptSetup } = descriptor;
  if (!scriptSetup)
    throw new Error(`${name}: a component without <script setup>`);
  const { content } = compileScript(descriptor, {
    id: "snippet",
    inlineTemplate: true,
  });
  const missing = [...content.matchAll(/_ctx\.([\w$]+)/g)]
    .map(([, name]) => name)
    .filter((name) => !name.startsWith("$"));
  if (missing.length)
    throw new Error(
      `${name}: the script does not define the template's ${missing.join(", ")}`,
    );
  const before = scriptSetup.loc.start.line - 1; // its content begins on the tag's own line
  return {
    script: "\n".repeat(before) + scriptSetup.content,
    module: content,
    loader: scriptSetup.lang ?? "js",
  };
};

/** For components that import others. @type {import("esbuild").Plugin} */
export const components = {
  name: "components",
  setup: (build) =>
    build.onLoad({ filter: /\.vue$/ }, ({ path }) => {
      const { module, loader } = component(readFileSync(path, "utf8"), path);
      return { contents: module, loader };
    }),
};
