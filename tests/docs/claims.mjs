// @ts-check
// What proves a block that is no program.

import { readFileSync } from "node:fs";
import { transformSync } from "esbuild";
import { unknownCommands } from "./shell.mjs";

/** @typedef {import("./markdown.mjs").Block} Block */

const README = readFileSync(
  new URL("../../README.md", import.meta.url),
  "utf8",
);

/** By language; throws when a block is not what it should be. @type {Record<string, (block: Block) => void>} */
export const claims = {
  sh: ({ text }) => {
    const unknown = unknownCommands(text);
    if (unknown.length)
      throw new Error(`no command that is known: ${unknown.join("; ")}`);
  },
  json: ({ text }) => void JSON.parse(text),
  html: ({ text }) => {
    for (const [tag] of text.matchAll(/<meta\b[^>]*>/gi))
      if (/content-security-policy/i.test(tag))
        letsTheEngineStart(/content="([^"]*)"/i.exec(tag)?.[1] ?? "");
    for (const [, attributes, script] of text.matchAll(
      /<script\b([^>]*)>([^]*?)<\/script>/gi,
    ))
      if (/importmap/.test(attributes)) JSON.parse(script);
      else parse(script, "js");
  },
  http: ({ text }) => {
    for (const line of text.trimEnd().split("\n")) {
      const [, name, value] = /^([\w-]+): (.+)$/.exec(line) ?? [];
      if (!name) throw new Error(`no header: ${line}`);
      if (/^content-security-policy$/i.test(name)) letsTheEngineStart(value);
    }
  },
  // rustdoc compiles it (src/lib.rs), whatever page it stands on.
  rust: ({ text }) => {
    if (!README.includes(text.trimEnd()))
      throw new Error("rustdoc compiles the Rust of README.md only");
  },
  text: () => {},
};

/** Code that is shown, and replaced. @param {Block} block */
export const parsed = ({ text, language }) =>
  parse(text, language === "ts" || language === "tsx" ? language : "jsx");

/** @param {string} text @param {"js" | "jsx" | "ts" | "tsx"} loader */
const parse = (text, loader) =>
  void transformSync(text, { loader, format: "esm", logLevel: "silent" });

/** @param {string} policy */
const letsTheEngineStart = (policy) => {
  const directives = new Map(
    policy.split(";").map((directive) => {
      const [name, ...sources] = directive.trim().split(/\s+/);
      return [name, sources];
    }),
  );
  const sources = directives.get("script-src") ?? directives.get("default-src");
  if (
    sources &&
    !["'wasm-unsafe-eval'", "'unsafe-eval'"].some((s) => sources.includes(s))
  )
    throw new Error(`under this policy the engine does not start: ${policy}`);
};
