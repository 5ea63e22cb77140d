// @ts-check
// Commands that the documentation may show: those that exist.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./root.mjs";

/** Installs packages; what follows are flags and their names. */
const INSTALL =
  /^(?:npm (?:install|i|add)|pnpm add|yarn add|bun add)((?: \S+)+)$/;

/** Others, word for word. */
const KNOWN = [
  /^cd [\w./-]+$/,
  /^mkdir -?p? ?[\w./-]+$/,
  /^npm init -y$/,
  /^npm (?:ci|test|pack everfetch|run (?:dev|build|preview|test))$/,
  /^npm create vite@latest [\w-]+ -- --template [\w-]+$/,
  /^npx vite(?: build| preview)?$/,
  /^npx openapi-typescript [\w.]+ -o [\w./]+$/,
  /^node [\w./-]+$/,
  /^wasm-pack build --target web$/,
  /^wasm-pack test --headless --(?:firefox|chrome)$/,
];

/** What of a block is no command that is known. @param {string} text */
export const unknownCommands = (text) =>
  text
    .split("\n")
    .map((line) => line.replace(/(^|\s)#.*$/, "").trim())
    .filter((line) => line && !known(line));

/** @param {string} line */
const known = (line) => {
  const xtask = /^cargo xtask(.*)$/.exec(line);
  if (xtask) return isTask(xtask[1].trim().split(/\s+/));
  const install = INSTALL.exec(line);
  if (install) return install[1].trim().split(/\s+/).every(installable);
  return KNOWN.some((pattern) => pattern.test(line));
};

/** Flags, our tarball, or a package that some package.json of the repository pins. @param {string} word */
const installable = (word) =>
  word.startsWith("-") ||
  word === "everfetch" ||
  word.endsWith(
    `/everfetch-${json("pkg-template/package.json").version}.tgz`,
  ) ||
  pinned().has(word);

const pinned = () =>
  new Set(
    ["tests/docs", "www", "xtask/npm"].flatMap((folder) => {
      const { dependencies, devDependencies } = json(`${folder}/package.json`);
      return Object.keys({ ...dependencies, ...devDependencies });
    }),
  );

/** Does `cargo xtask` take these? @param {string[]} words */
const isTask = ([command, ...rest]) => {
  const flags = flagsOf(command);
  return (
    flags !== undefined &&
    rest.every((word, index) =>
      word.startsWith("-")
        ? flags.has(word)
        : // The value of the flag before it.
          flags.get(rest[index - 1]) === true,
    )
  );
};

/** By command, from its `--help`: each flag, and whether it takes a value. @type {Map<string, Map<string, boolean>>} */
const helped = new Map();

/** The flags of a command; `undefined` if there is no such command. @param {string} command */
const flagsOf = (command) => {
  const known = helped.get(command);
  if (known) return known;
  const { status, stdout } = spawnSync("cargo", ["xtask", command, "--help"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  if (status !== 0) return undefined;
  /** @type {Map<string, boolean>} */
  const flags = new Map();
  for (const [, flag, value] of stdout.matchAll(
    /^ +(?:-\w, )?(--[\w-]+)( <\w+>)?/gm,
  ))
    flags.set(flag, value !== undefined);
  helped.set(command, flags);
  return flags;
};

/** @param {string} path */
const json = (path) => JSON.parse(readFileSync(join(ROOT, path), "utf8"));
