// @ts-check
// What the report says about the samples. `cargo xtask test --unit` runs this with the other tests in Node.

import assert from "node:assert/strict";
import { test } from "node:test";
import { chart } from "./chart.mjs";
import { goals } from "./goals.mjs";
import { above, summary } from "./statistics.mjs";
import { table } from "./table.mjs";

const report = {
  date: "2026-11-21",
  machine: "a machine",
  versions: { axios: "1.2.3" },
  browsers: { chromium: "Chrome/1" },
  cases: [
    {
      name: "stubbed-get",
      title: "GET",
      unit: "µs",
      browser: "chromium",
      rows: {
        everfetch: { median: 30, low: 29, high: 31, above: 10 },
        "axios-auth-refresh": { median: 120, low: 110, high: 130, above: 100 },
        ky: { unabortable: 1000 },
      },
    },
  ],
};

test("a median is the middle of the samples, and quartiles lie between them", () => {
  assert.deepEqual(summary([4, 1, 3, 2]), {
    median: 2.5,
    low: 1.75,
    high: 3.25,
  });
  assert.equal(summary([9, 1, 5]).median, 5);
});

test("what is above the floor is taken round by round", () => {
  // The second round is slow, for both. The difference of the medians would be 47.
  assert.equal(above([5, 105, 50], [2, 102, 3]), 3);
});

test("the table has absolute figures, and ratios by axios + axios-auth-refresh", () => {
  const line = table(report)
    .split("\n")
    .find((line) => line.startsWith("everfetch"));
  assert.deepEqual(line?.trim().split(/\s+/), [
    "everfetch",
    "30.0",
    "29.0–31.0",
    "0.25",
    "10.0",
    "0.10",
  ]);
});

test("a goal is met at its figure, and not above it", () => {
  assert.match(goals(report), /0\.1 {2}goal ≤ 0\.1: met/);
  const worse = structuredClone(report);
  worse.cases[0].rows.everfetch.above = 10.6;
  assert.match(goals(worse), /goal ≤ 0\.1: not met/);
});

test("the chart has a bar for each figure, and says why there is none", () => {
  const bars = chart(report).match(/<rect/g);
  assert.equal(bars?.length, 2);
  assert.match(chart(report), /an abort ends no wait/);
});
