// Compares what the installed package declares with what it has, and prints the differences as an object.

const { readFileSync } = require("node:fs");
const everfetch = require("everfetch");

const types = require.resolve("everfetch").replace("index.cjs", "index.d.ts");
const text = readFileSync(types, "utf8");

/** All that a pattern's first group matches. */
const all = (source, pattern) =>
  [...source.matchAll(pattern)].map(([, name]) => name);

/** What stands between the braces of a declaration. */
const bodyOf = (name) =>
  text.match(
    new RegExp(
      `^export (?:class|interface) ${name}\\b.*? \\{\\n(.*?)^\\}`,
      "ms",
    ),
  )[1];

const membersOf = (name) =>
  all(bodyOf(name), /^  (?:readonly )?(?!constructor)(\w+)\??[<(:]/gm);

const staticsOf = (name) => all(bodyOf(name), /^  static (\w+)/gm);

const differences = {};

/** Whatever is declared must be there; and, if `strict`, the other way round. */
const compare = (what, declared, there, strict) => {
  if (!declared.length) throw new Error(`${what}: no declaration was found`);
  for (const name of declared)
    if (!(name in there)) differences[`${what}.${name}`] = "is not there";
  for (const name of strict ? Object.keys(there) : [])
    if (!declared.includes(name))
      differences[`${what}.${name}`] = "is not declared";
};

const session = { refresh: "/refresh", storage: "memory" };
const api = everfetch.createClient({ session });
const { EverfetchError, EverfetchHeaders } = everfetch;

compare(
  "everfetch",
  all(text, /^export (?:(?:class|function|const) |\{ \w+ as )(\w+)/gm),
  everfetch,
  true,
);
compare("Client", membersOf("Client"), api, true);
compare("Session", membersOf("Session"), api.session, true);
compare(
  "InterceptorManager",
  membersOf("InterceptorManager"),
  api.interceptors.request,
);
compare(
  "EverfetchHeaders",
  membersOf("EverfetchHeaders"),
  new EverfetchHeaders(),
);
compare(
  "EverfetchError",
  membersOf("EverfetchError"),
  new EverfetchError("no", ...Array(4), "why"),
);
compare("EverfetchError", staticsOf("EverfetchError"), EverfetchError);

console.log(JSON.stringify(differences));
