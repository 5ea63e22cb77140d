// The port to navigation.

import "../support/development.mjs";
import assert from "node:assert/strict";
import { test } from "node:test";
import "../support/development.mjs";
import { redirect } from "../../pkg-template/src/runtime/navigate.ts";
import { fakeLocation, install } from "./fakes.mjs";

const PAGE = "https://app.example.com/orders?page=2#top";
const settings = {
  loginURL: /** @type {string | false} */ ("/login"),
  returnParam: /** @type {string | undefined} */ (undefined),
  navigate: /** @type {((url: string) => void) | undefined} */ (undefined),
};
const always = () => true;

test("the page goes to the login", (t) => {
  const location = fakeLocation(PAGE);
  install(t, { location });
  redirect(settings, always);
  assert.deepEqual(location.visited, ["/login"]);
});

test("the way back is the path and the query, and no hash", (t) => {
  const location = fakeLocation(PAGE);
  install(t, { location });
  redirect({ ...settings, returnParam: "next" }, always);
  assert.deepEqual(location.visited, ["/login?next=%2Forders%3Fpage%3D2"]);
});

test("another origin does not learn the way back", (t) => {
  const location = fakeLocation(PAGE);
  install(t, { location });
  const loginURL = "https://id.example.com/login";
  redirect({ ...settings, loginURL, returnParam: "next" }, always);
  assert.deepEqual(location.visited, [loginURL]);
});

test("a page that is at the login stays", (t) => {
  const location = fakeLocation("https://app.example.com/login?failed=1");
  install(t, { location });
  redirect(settings, always);
  assert.deepEqual(location.visited, []);
});

test("a redirect that is no longer wanted, or is turned off, does not happen", (t) => {
  const location = fakeLocation(PAGE);
  install(t, { location });
  redirect(settings, () => false);
  redirect({ ...settings, loginURL: false }, always);
  assert.deepEqual(location.visited, []);
});

test("the application's own navigation takes the place of the redirect", (t) => {
  const location = fakeLocation(PAGE);
  install(t, { location });
  /** @type {string[]} */
  const visited = [];
  redirect({ ...settings, navigate: (url) => void visited.push(url) }, always);
  assert.deepEqual([location.visited, visited], [[], ["/login"]]);
});

test("an offline page goes to the login once it is online", (t) => {
  const location = fakeLocation(PAGE);
  const page = new EventTarget();
  const navigator = { onLine: false };
  install(t, {
    location,
    navigator,
    addEventListener: page.addEventListener.bind(page),
  });
  redirect(settings, always);
  assert.deepEqual(location.visited, []);
  navigator.onLine = true;
  page.dispatchEvent(new Event("online"));
  assert.deepEqual(location.visited, ["/login"]);
});

test("a page of `file:` is not redirected", (t) => {
  const location = fakeLocation("file:///C:/app/index.html");
  install(t, { location, console: { warn: () => {} } });
  redirect(settings, always);
  assert.deepEqual(location.visited, []);
});
