// @ts-check
// `url`, `baseURL`, `allowAbsoluteUrls`, and `getUri`.

import { client, request } from "./make.js";

const BASES = [
  undefined,
  "",
  "/",
  "/base",
  "/base/",
  "/base//",
  "base",
  "./base",
  "https://a.example",
  "https://a.example/",
  "https://a.example/b/?c=1",
  "//a.example/b",
];

const URLS = [
  undefined,
  "",
  "/",
  "x",
  "/x",
  "//x",
  "./x",
  "../x",
  "?q=1",
  "#h",
  "/x/?q=1#h",
  "https://other.example/x",
  "HTTPS://other.example/x",
  "//other.example/x",
  "mailto:a@b.example",
  "custom+1.2-x://y",
  "http:x",
];

const BLOB = URL.createObjectURL(new Blob(["said"]));

export default [
  ...BASES.flatMap((baseURL) =>
    URLS.map((url) =>
      client(`getUri: ${url} on ${baseURL}`, (api, given) =>
        given.outcome(() => api.getUri({ baseURL, url, params: { a: 1 } })),
      ),
    ),
  ),
  ...[true, false, undefined].flatMap((allowAbsoluteUrls) =>
    URLS.map((url) =>
      client(
        `getUri: ${url}, allowAbsoluteUrls: ${allowAbsoluteUrls}`,
        (api, given) =>
          given.outcome(() =>
            api.getUri({
              baseURL: "https://a.example/b",
              url,
              allowAbsoluteUrls,
            }),
          ),
      ),
    ),
  ),
  ...["x", "/x", "//x", "", "?q=1", "x//y/./z", "ü x", "%20%zz"].map((url) =>
    request(
      `sent: ${JSON.stringify(url)} on a base`,
      () => ({ url }),
      (given) => ({ baseURL: given.url() }),
    ),
  ),
  request(
    "sent: an absolute URL passes by the base",
    (given) => ({ url: location.origin + given.url() }),
    () => ({ baseURL: "/no/such/base" }),
  ),
  request(
    "sent: an absolute URL is held to the base",
    () => ({ url: "http://other.example/x" }),
    (given) => ({ baseURL: given.url(), allowAbsoluteUrls: false }),
  ),
  request(
    "sent: the request's base wins",
    (given) => ({ baseURL: given.url(), url: "mine" }),
    () => ({ baseURL: "/no/such/base" }),
  ),
  request(
    "sent: an empty base over the default",
    () => ({ baseURL: "" }),
    () => ({ baseURL: "/no/such/base" }),
  ),
  request("sent: a URL without a protocol", (given) => ({
    url: `//${location.host}${given.url()}`,
  })),
  request("sent: to another origin", (given) => ({
    url: given.otherOrigin + given.url(),
  })),
  request("sent: with a user and a password in the URL", (given) => ({
    url: location.origin.replace("//", "//us%40er:pass@") + given.url(),
  })),
  request("sent: a URL object", (given) => ({
    url: new URL(given.url(), location.origin),
  })),
  request("sent: a URL that cannot be", () => ({ url: "http://[" })),
  request("sent: a protocol without slashes", () => ({
    url: "http:x?secret=1",
  })),
  request("sent: a protocol that fetch does not know", () => ({
    url: "custom://x",
  })),
  request("sent: a data URL", () => ({ url: "data:text/plain,said" })),
  request("sent: a blob's URL", () => ({
    url: BLOB,
  })),
  client("a request without any config", (api, given) =>
    given.outcome(async () => (await api.request()).status),
  ),
  client("getUri without anything", (api, given) =>
    given.outcome(() => api.getUri()),
  ),
  client("getUri with the client's defaults", (_, given) =>
    given.outcome(() =>
      given
        .create({ baseURL: "https://a.example", params: { a: 1 } })
        .getUri({ url: "/x", params: { b: 2 } }),
    ),
  ),
];
