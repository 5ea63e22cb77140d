// @ts-check
// The page: compares all cases, one after the other, and says what it found in `window.report`.

import cases from "./cases/index.js";
import { compare } from "./compare.js";
import { differences } from "./differences.js";
import { open } from "./open.js";
import { properties } from "./properties.js";
import { otherOrigin } from "./recorder.js";

const browser = navigator.userAgent.includes("Firefox")
  ? "Firefox"
  : "Chromium";

/** @param {{ browsers?: string[] }} entry */
const isHere = ({ browsers }) => browsers?.includes(browser) ?? true;
const meant = differences.filter(isHere);
const known = open.filter(isHere);

const report = {
  compared: cases.length,
  /** @type {any[]} Differences that the table does not have. */
  unintended: [],
  /** @type {any[]} Those that it has. */
  intended: [],
  /** @type {any[]} The differences that are to be fixed. */
  open: [],
  /** @type {string[]} Those that were, and whose entries can go. */
  fixed: [],
  /** @type {string[]} Entries of the table that do not differ. */
  stale: [],
  /** @type {any[]} */
  properties: [],
};
const page = /** @type {any} */ (window);
page.compared = 0;

const run = async () => {
  const only = new URLSearchParams(location.search).get("only") ?? "";
  const origin = await otherOrigin();
  for (const [at, tried] of cases.entries()) {
    page.current = tried.name;
    if (tried.name.includes(only))
      judge(tried.name, await compare(tried, `case-${at}`, origin));
    page.compared++;
  }
  if (new Set(cases.map(({ name }) => name)).size < cases.length)
    throw new Error("two cases share a name");
  for (const { cases: named } of [...meant, ...known])
    for (const name of named)
      if (!cases.some((tried) => means(name, tried.name)))
        report.stale.push(`${name} (there is no such case)`);
  for (const { cases: named } of known)
    for (const name of named)
      if (!report.open.some((found) => means(name, found.name)))
        report.fixed.push(String(name));
  for (const property of properties)
    if (property.name.includes(only)) {
      report.properties.push({
        name: property.name,
        ...(await property.run()),
      });
      page.compared++;
    }
};

/**
 * @param {string} name
 * @param {import("./compare.js").Gap[]} gaps
 */
const judge = (name, gaps) => {
  const intended = within(meant, name, gaps);
  const admitted = within(known, name, gaps);
  if (intended.length) report.intended.push({ name, gaps: intended });
  else if (entriesOf(meant, name).length) report.stale.push(name);
  const left = gaps.filter((gap) => !intended.includes(gap));
  if (admitted.length)
    report.open.push({
      name,
      gaps: left.filter((gap) => admitted.includes(gap)),
    });
  const others = left.filter((gap) => !admitted.includes(gap));
  if (others.length) report.unintended.push({ name, gaps: others });
};

/**
 * The differences that the entries have for this case.
 * @param {{ cases: (string | RegExp)[], at: string[] }[]} entries
 * @param {string} name
 * @param {import("./compare.js").Gap[]} gaps
 */
const within = (entries, name, gaps) => {
  const places = entriesOf(entries, name).flatMap(({ at }) => at);
  return gaps.filter(({ path }) =>
    places.some((place) => path.startsWith(place)),
  );
};

/**
 * @template {{ cases: (string | RegExp)[] }} E
 * @param {E[]} entries
 * @param {string} name
 */
const entriesOf = (entries, name) =>
  entries.filter(({ cases }) => cases.some((named) => means(named, name)));

/** @param {string | RegExp} named @param {string} name */
const means = (named, name) =>
  named instanceof RegExp ? named.test(name) : named === name;

run()
  .catch((error) => report.stale.push(String(error)))
  .finally(() => (page.report = report));
