// @ts-check
// auth, withCredentials and the token against cross-site request forgery.

import { client, request } from "./make.js";

/** @type {Record<string, any>} */
const AUTHS = {
  "a user and a password": { username: "user", password: "pass" },
  "a user alone": { username: "user" },
  "a password alone": { password: "pass" },
  nothing: {},
  "letters beyond ASCII": { username: "über", password: "pässword\u{1f389}" },
  "letters beyond Latin-1": { username: "\u{1f389}", password: "x" },
  "colons and spaces": { username: "a b", password: "c:d e" },
  undefined: undefined,
  null: null,
};

/** Sets cookies while a case runs. @param {import("./make.js").Case} tried @param {Record<string, string>} cookies */
const withCookies = (tried, cookies) => ({
  ...tried,
  run: async (/** @type {any} */ given) => {
    for (const [name, value] of Object.entries(cookies))
      document.cookie = `${name}=${value}; path=/`;
    try {
      return await tried.run(given);
    } finally {
      for (const name of Object.keys(cookies))
        document.cookie = `${name}=; path=/; max-age=0`;
    }
  },
});

/** Longer than everfetch takes the cookies for what they were, where a method changes nothing. */
const settling = () => new Promise((resolve) => setTimeout(resolve, 100));

/** As a case that begins a while after the cookies were changed. @param {import("./make.js").Case} tried */
const settled = (tried) => ({
  ...tried,
  run: async (/** @type {any} */ given) => {
    await settling();
    return tried.run(given);
  },
});

const XSRF = { "XSRF-TOKEN": "a%20b%3D1", MINE: "mine" };

/** @type {Record<string, any>} */
const TOKENS = {
  "by default": {},
  "withXSRFToken: true": { withXSRFToken: true },
  "withXSRFToken: false": { withXSRFToken: false },
  "withXSRFToken: null": { withXSRFToken: null },
  "withXSRFToken: a function that agrees": { withXSRFToken: () => true },
  "withXSRFToken: a function that does not": { withXSRFToken: () => false },
  "withXSRFToken: a function that leaves it open": {
    withXSRFToken: () => undefined,
  },
  "withXSRFToken: text": { withXSRFToken: "false" },
  "another cookie": { xsrfCookieName: "MINE" },
  "another header": { xsrfHeaderName: "X-Mine" },
  "a cookie that does not exist": { xsrfCookieName: "NONE" },
  "a cookie whose name is a pattern": { xsrfCookieName: "XSRF.TOKEN" },
  "no cookie": { xsrfCookieName: null },
  "no header": { xsrfHeaderName: null },
  "a header of the caller's own": { headers: { "X-XSRF-TOKEN": "own" } },
};

export default [
  ...Object.entries(AUTHS).map(([kind, auth]) =>
    request(`auth: ${kind}`, () => ({ auth })),
  ),
  request("auth: over a header", () => ({
    auth: { username: "user", password: "pass" },
    headers: { authorization: "Bearer mine" },
  })),
  request("auth: with encodeBasicAuthUsername", () => ({
    auth: { username: "über", password: "x" },
    transitional: { encodeBasicAuthUsername: true },
  })),
  request(
    "auth: in the defaults",
    () => ({}),
    () => ({ auth: { username: "user", password: "pass" } }),
  ),
  request(
    "auth: merged with the defaults'",
    () => ({ auth: { password: "own" } }),
    () => ({ auth: { username: "user", password: "pass" } }),
  ),
  ...Object.entries(TOKENS).flatMap(([kind, config]) =>
    ["here", "elsewhere"].map((place) =>
      withCookies(
        request(`xsrf: ${kind}, sent ${place}`, (given) => ({
          method: "delete",
          url: (place === "here" ? "" : given.otherOrigin) + given.url(),
          ...config,
        })),
        XSRF,
      ),
    ),
  ),
  withCookies(
    request("xsrf: to an absolute URL of this origin", (given) => ({
      method: "delete",
      url: location.origin + given.url(),
    })),
    XSRF,
  ),
  withCookies(
    request("xsrf: a cookie that cannot be decoded", () => ({
      method: "delete",
    })),
    { "XSRF-TOKEN": "%zz" },
  ),
  ...[true, false, undefined, "include", "omit", "same-origin"].flatMap(
    (withCredentials) =>
      ["here", "elsewhere"].map((place) =>
        withCookies(
          request(
            `withCredentials ${withCredentials}, sent ${place}`,
            (given) => ({
              method: "delete",
              url: (place === "here" ? "" : given.otherOrigin) + given.url(),
              withCredentials,
            }),
          ),
          { MINE: "mine" },
        ),
      ),
  ),
  ...["get", "head", "options"].flatMap((method) => [
    withCookies(
      settled(request(`xsrf: of a ${method}`, () => ({ method }))),
      XSRF,
    ),
    settled(
      request(`xsrf: of a ${method}, without a cookie`, () => ({ method })),
    ),
  ]),
  settled(
    client(
      "xsrf: of a get, as soon as the cookie is set",
      async (api, given) => {
        await api.get(given.url());
        document.cookie = "XSRF-TOKEN=new; path=/";
        await api.get(given.url());
        document.cookie = "XSRF-TOKEN=; path=/; max-age=0";
        await settling();
      },
    ),
  ),
];
