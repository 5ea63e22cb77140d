// Which requests carry the token: none to a foreign origin.

import assert from "node:assert/strict";
import { test } from "node:test";
import "../support/development.mjs";
import { readOptions } from "../../pkg-template/src/client/options/read.ts";
import { scopeOf } from "../../pkg-template/src/client/scope.ts";
import { combineURL } from "../../pkg-template/src/client/url.ts";
import { fc, onPage } from "./support.mjs";

const PAGE = "https://app.example/shop/cart";

/** The reach of a session on a page. */
const reach = (options, baseURL) => {
  const settings = readOptions({ refresh: "/auth/refresh", ...options });
  const { refresh } = settings;
  const tokenURL = combineURL(refresh.baseURL ?? baseURL, refresh.url ?? "");
  const { covers } = scopeOf(settings, baseURL, tokenURL);
  return (url, method = "POST") => covers(url, method);
};

/** Which of the URLs are the session's, asked on the page. */
const covered = (urls, options, baseURL, base) =>
  onPage(
    PAGE,
    () => {
      const covers = reach(options, baseURL);
      return urls.filter((url) => covers(url));
    },
    base,
  );

test("a token goes to the page, the base URL and the named origins, and to no other origin", () => {
  const own = [
    "https://app.example/a",
    "https://api.example:8443/v1/a",
    "https://api.example:8443/elsewhere",
    "https://files.example/a",
    "https://files.example",
    "HTTPS://App.Example:443/a",
    "/a",
    "a",
    "?q",
    "",
    "./a",
    "https:/a",
  ];
  const foreign = [
    "https://api.example/a",
    "http://app.example/a",
    "https://app.example.evil/a",
    "https://app.example:8443/a",
    "https://app.example@evil.example/a",
    "https://app.example:x@evil.example/a",
    "https://evil.example/https://app.example/a",
    "//evil.example/a",
    "/\\evil.example/a",
    "\\/evil.example",
    "\\\\evil.example/a",
    "/\t/evil.example/a",
    " //evil.example",
    "/\n/evil.example",
    "ht\ntps://evil.example/",
    "data:text/plain,a",
    "blob:https://app.example/0b5b",
    "null",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "https://",
    "https://app.example:99999/a",
  ];
  const found = covered(
    [...own, ...foreign],
    { origins: ["https://files.example"] },
    "https://api.example:8443/v1",
  );
  // A word is a path of the page, whatever it says.
  assert.deepEqual(found, [...own, "null"]);
});

test("an origin that is the beginning of another is not the other", () => {
  const options = { origins: ["https://a.example", "https://a.example:8443"] };
  const urls = [
    "https://a.example:8443/x",
    "https://a.example:844/x",
    "https://a.example/x",
  ];
  assert.deepEqual(covered(urls, options), [urls[0], urls[2]]);
});

test("a public path is named with or without the base path", () => {
  const options = { public: ["/auth/login", "/api/register", "ping"] };
  const paths = [
    "/api/auth/login",
    "/auth/login",
    "/api/register",
    "/api/ping?x=1#y",
    "https://app.example/api/ping",
    "/api/x/../ping",
    "/api/x/%2e%2e/ping",
    "/apiauth/login",
    "/api/auth/login/attempts",
    "/api/auth/login/",
    "/api/me?next=/auth/login",
    "/api/me",
  ];
  for (const baseURL of ["/api", "/api/", "https://app.example/api//"])
    assert.deepEqual(covered(paths, options, baseURL), paths.slice(7), baseURL);
});

test("a public path may be written in any script", () => {
  const options = { public: ["/login/caf\u{e9}", "/a b"] };
  const paths = [
    "/login/caf\u{e9}",
    "/login/caf%C3%A9",
    "/a b",
    "/a%20b",
    "/caf\u{e9}",
  ];
  assert.deepEqual(covered(paths, options), ["/caf\u{e9}"]);
});

test("a public pattern is asked with the path, and remembers nothing", () => {
  const paths = [
    "/open/ping",
    "/open/ping",
    "/me?open",
    "https://app.example/x/open",
    "/open",
  ];
  for (const pattern of [/open/, /open/g, /.*open/y])
    assert.deepEqual(covered(paths, { public: [pattern] }), ["/me?open"]);
});

test("the token endpoint is public", () => {
  const at = (refresh, baseURL, path) =>
    covered([path], { refresh }, baseURL).length === 0;
  assert.ok(at("/auth/refresh", undefined, "/auth/refresh"));
  assert.ok(at("/auth/refresh", "/api", "/api/auth/refresh?x=1"));
  assert.ok(!at("/auth/refresh", "/api", "/auth/refresh"));
  assert.ok(at({ url: "/r", baseURL: "" }, "/api", "/r"));
  assert.ok(
    at(
      { url: "r?client=1" },
      "https://api.example/v1",
      "https://api.example/v1/r",
    ),
  );
  assert.ok(!at(async () => ({ accessToken: "a" }), undefined, "/"));
});

test("without a page a relative URL is the session's own", () => {
  const covers = reach({ public: ["/login", /open/] }, undefined);
  for (const own of ["/a", "a", "/a/../b"]) assert.ok(covers(own), own);
  for (const not of [
    "/login",
    "/x/../login",
    "/open",
    "/auth/refresh",
    "https://api.example/a",
    "//evil.example/a",
    "data:,a",
    "blob:http://nowhere.invalid/a",
  ])
    assert.ok(!covers(not), not);
  const api = reach({}, "https://api.example/v1");
  assert.ok(api("https://api.example/v1/a"));
  assert.ok(!api("https://api.example/v1/auth/refresh"));
  assert.ok(!api("https://other.example/a"));
});

test("a base element that leads to another origin moves nothing", () => {
  const urls = ["/a", "a", "https://cdn.example/a", "https://app.example/a"];
  const base = "https://cdn.example/assets/";
  const own = [urls[0], urls[1], urls[3]];
  assert.deepEqual(covered(urls, {}, undefined, base), own);
  assert.deepEqual(covered(urls, {}, "/api", base), own);
  assert.deepEqual(
    covered(urls, { origins: ["https://cdn.example"] }, undefined, base),
    urls,
  );
});

test("a base element of the page's own origin counts", () => {
  const base = "https://app.example/admin/";
  const options = { public: ["/admin/login"] };
  assert.deepEqual(covered(["login", "/login"], options, undefined, base), [
    "/login",
  ]);
});

test("the token endpoint is public for the refresh's own method only", () => {
  const at = (refresh, method) =>
    onPage(PAGE, () => !reach({ refresh })("/session", method));
  assert.ok(at({ url: "/session", method: "put" }, "PUT"));
  assert.ok(!at({ url: "/session", method: "put" }, "GET"));
  assert.ok(!at({ url: "/session", method: "put" }, "DELETE"));
  assert.ok(at({ url: "/session", send: "query" }, "GET"));
  assert.ok(!at("/session", "GET"));
});

test("a path like the token endpoint's on another origin is not public", () => {
  const options = {
    refresh: "/auth/refresh",
    origins: ["https://api.example"],
  };
  const urls = [
    "https://api.example/auth/refresh",
    "https://app.example/auth/refresh",
  ];
  assert.deepEqual(covered(urls, options), [urls[0]]);
});

test("a page without an origin has no relative URLs of its own", () => {
  const found = onPage("file:///home/me/page.html", () => {
    const covers = reach({}, "https://api.example");
    return [
      "/a",
      "file:///a",
      "data:,a",
      "null",
      "https://api.example/a",
    ].filter((url) => covers(url));
  });
  assert.deepEqual(found, ["https://api.example/a"]);
});

// Any string at all --------------------------------------------------------------------------------------

const OWN = [
  "https://app.example",
  "https://api.example:8443",
  "https://files.example",
];

const fragments = [
  ...OWN,
  "HTTPS://APP.EXAMPLE",
  "https://evil.example",
  "https:",
  "blob:",
  "http://",
  "//",
  "/",
  "\\",
  ".",
  "..",
  "%2e",
  "%2F",
  "%5c",
  "%",
  "\t",
  "\n",
  "\r",
  " ",
  "\0",
  "@",
  ":",
  ":8443",
  ":443",
  "?",
  "#",
  ";",
  "|",
  "^",
  "<",
  '"',
  "`",
  "{",
  "[",
  "'",
  "~",
  "a",
  "api",
  "login",
  "open",
  "auth/refresh",
  "evil.example",
  "app.example",
  "caf\u{e9}",
  "\u{3002}",
  "\u{ff0f}",
  "\u{ad}",
  "\ud800",
];
const tricky = fc
  .array(
    fc.oneof(
      fc.constantFrom(...fragments),
      fc.string({ maxLength: 2, unit: "binary" }),
    ),
    {
      maxLength: 8,
    },
  )
  .map((parts) => parts.join(""));
const rooted = fc
  .tuple(
    fc.constantFrom("/", ...OWN.map((origin) => origin + "/"), ...OWN),
    tricky,
  )
  .map((parts) => parts.join(""));

const options = {
  origins: ["https://files.example"],
  public: ["/login", /open/],
};
const baseURL = "https://api.example:8443/api";

/** What the URL parser says, and nothing else. */
const parsed = (url, base) => {
  let found;
  try {
    found = new URL(url, base);
  } catch {
    return false;
  }
  const { origin, pathname, protocol } = found;
  const isPublic =
    ["/login", "/api/login"].includes(pathname) ||
    origin + pathname === "https://api.example:8443/api/auth/refresh";
  return (
    protocol === "https:" &&
    OWN.includes(origin) &&
    !isPublic &&
    !pathname.includes("open")
  );
};

test("the short way agrees with the URL parser on every string", () => {
  onPage(PAGE, () => {
    const covers = reach(options, baseURL);
    fc.assert(
      fc.property(fc.oneof(tricky, rooted, fc.webUrl(), fc.string()), (url) => {
        assert.equal(covers(url), parsed(url, PAGE), JSON.stringify(url));
      }),
      { numRuns: 20_000 },
    );
  });
});

test("no URL whose origin is foreign is ever covered, wherever the base leads", () => {
  for (const base of [
    "https://evil.example/x",
    "https://files.example/",
    "about:blank",
    // An element of that name.
    { name: "baseURI" },
  ])
    onPage(
      PAGE,
      () => {
        const covers = reach(options, baseURL);
        fc.assert(
          fc.property(fc.oneof(tricky, rooted), (url) => {
            assert.equal(covers(url), parsed(url, PAGE), JSON.stringify(url));
          }),
          { numRuns: 3_000 },
        );
      },
      base,
    );
});
