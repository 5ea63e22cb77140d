// @ts-check
// Chromium and Firefox, headless, by Puppeteer.

import puppeteer from "puppeteer-core";

/** Far longer than any case takes, in ms. */
const PATIENCE = 300_000;

/**
 * @param {string} name
 * @param {string} executablePath
 */
export const open = (name, executablePath) =>
  puppeteer.launch({
    browser: /** @type {any} */ (name === "firefox" ? "firefox" : "chrome"),
    executablePath,
    headless: true,
    protocolTimeout: PATIENCE,
    args:
      name === "firefox"
        ? []
        : [
            "--no-sandbox",
            "--js-flags=--expose-gc",
            "--enable-precise-memory-info",
          ],
    extraPrefsFirefox: { "privacy.reduceTimerPrecision": false },
  });

/**
 * A page at `url` with the cases in it, as long as `work` takes.
 * @template T
 * @param {import("puppeteer-core").Browser} browser
 * @param {string} url
 * @param {(page: import("puppeteer-core").Page) => Promise<T>} work
 */
export const inPage = async (browser, url, work) => {
  const page = await browser.newPage();
  try {
    await page.goto(url);
    await page.waitForFunction("globalThis.bench");
    return await work(page);
  } finally {
    await page.close();
  }
};

/**
 * What a case of the page gives.
 * @param {import("puppeteer-core").Page} page
 * @param {string} name
 * @param {unknown} [options]
 * @returns {Promise<any>}
 */
export const ask = (page, name, options) =>
  page.evaluate(
    (name, options) => /** @type {any} */ (globalThis).bench[name](options),
    name,
    options,
  );
