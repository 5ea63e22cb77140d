// Links lead somewhere, on GitHub, in the package and on the pages of www.

import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { test } from "node:test";
import { DOCS, anchorsOf, linksOf, pages, read } from "./markdown.mjs";
import { ROOT } from "./root.mjs";

for (const page of pages())
  test(`${page}: its links lead somewhere`, () => {
    const wrong = linksOf(read(page)).filter((link) => !leads(page, link));
    assert.deepEqual(wrong, []);
  });

/** What is in the repository and neither shipped nor shown. */
const DOORS = ["ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"];

for (const page of DOORS)
  test(`${page}: its links lead somewhere`, () => {
    const wrong = linksOf(read(page)).filter((link) => !leads(page, link));
    assert.deepEqual(wrong, []);
  });

test("every guarantee is on the page of guarantees, by its number", () => {
  const proofs = read("tests/GUARANTEES.md");
  const numbers = [...proofs.matchAll(/^\| (G\d+) \|/gm)].map(([, n]) => n);
  const page = read(`${DOCS}/en/guarantees.md`);
  const listed = [...page.matchAll(/\((G\d+)\)/g)].map(([, number]) => number);
  assert.deepEqual(listed.sort(), numbers.sort());
});

test("what npm shows names every page, and links to nothing that npm does not have", () => {
  const readme = read("pkg-template/README.md");
  for (const file of readdirSync(join(ROOT, DOCS, "en")))
    assert.ok(readme.includes(`docs/en/${file}`), file);
  for (const link of linksOf(readme)) assert.match(link, /^https:|^#/);
});

/** @param {string} page @param {string} link */
function leads(page, link) {
  if (/^[a-z]+:/i.test(link)) return /^(https|mailto):/.test(link);
  const [path, anchor] = link.split("#");
  const target = path ? normalize(join(dirname(page), path)) : page;
  // What is shipped and shown has no more of the repository than the other pages.
  if (page.startsWith(DOCS) && !target.startsWith(DOCS)) return false;
  if (!existsSync(join(ROOT, target))) return false;
  return (
    !anchor || anchorsOf(read(target)).includes(decodeURIComponent(anchor))
  );
}
