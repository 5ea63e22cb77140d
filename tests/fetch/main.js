// @ts-check
// The page of the tests: runs the suite that its hash names, and leaves the report where the test finds it.

const suites = {
  "#standard": async () => (await import("./standard.js")).standard(),
  "#session": async () => (await import("./session.js")).session(),
};

try {
  const run = suites[/** @type {keyof typeof suites} */ (location.hash)];
  /** @type {any} */ (window).report = await run();
} catch (error) {
  const { stack } = /** @type {any} */ (error);
  /** @type {any} */ (window).report = { failures: [stack ?? String(error)] };
}
