// @ts-check
// What `data` is: response types by bodies, statuses, methods; limits and redirects.

import { client, request, typed } from "./make.js";

const TYPES = [
  undefined,
  "json",
  "text",
  "arraybuffer",
  "blob",
  "document",
  "formdata",
  "formData",
  "stream",
  "response",
  "JSON",
  "nonsense",
];

/** @type {Record<string, any>} */
const ANSWERS = {
  JSON: typed("application/json", '{"a":[1,null,"ü"]}'),
  "JSON that is text": typed("application/json", '"text"'),
  "JSON that is a number": typed("application/json", "5"),
  "JSON that is null": typed("application/json", "null"),
  "broken JSON": typed("application/json", '{"a":'),
  "JSON as text": typed("text/plain", '{"a":1}'),
  "JSON with a mark": typed("application/json", '\ufeff{"a":1}'),
  text: typed("text/plain; charset=utf-8", "plain ü"),
  "digits as text": typed("text/plain", "0123"),
  HTML: typed("text/html", "<!doctype html><p>said"),
  XML: typed("application/xml", "<a><b/></a>"),
  "a form": typed("application/x-www-form-urlencoded", "a=1&b=%C3%BC"),
  nothing: typed("text/plain", ""),
  "no content": { status: 204, headers: [] },
  "an error in JSON": {
    status: 422,
    ...typed("application/json", '{"why":1}'),
  },
  "an error in broken JSON": {
    status: 500,
    ...typed("application/json", "<oops>"),
  },
};

const STATUSES = [
  200, 201, 202, 203, 205, 206, 299, 300, 304, 399, 400, 401, 403, 404, 409,
  418, 422, 429, 499, 500, 502, 503, 504, 599,
];

/** @type {Record<string, any>} */
const VALIDATIONS = {
  null: null,
  undefined: undefined,
  "below 500": (/** @type {number} */ status) => status < 500,
  never: () => false,
  always: () => true,
  "what throws": () => {
    throw new RangeError("mine");
  },
};

const BIG = {
  body: "x".repeat(1000),
  headers: /** @type {[string, string][]} */ ([["content-type", "text/plain"]]),
};
const BIG_PIECES = { ...BIG, pieces: ["x".repeat(600), "x".repeat(600)] };

/** @param {number} status @returns {any} */
const redirect = (status) => ({
  status,
  headers: [["location", "-"]],
  body: "",
});

export default [
  ...TYPES.flatMap((responseType) =>
    Object.entries(ANSWERS).map(([kind, answer]) =>
      request(`responseType ${responseType}: ${kind}`, ({ url }) => ({
        url: url(answer),
        responseType,
      })),
    ),
  ),
  ...["head", "options", "post", "delete"].flatMap((method) =>
    [undefined, "json", "blob", "arraybuffer"].map((responseType) =>
      request(`${method} answered with JSON as ${responseType}`, ({ url }) => ({
        method,
        url: url(ANSWERS.JSON),
        responseType,
      })),
    ),
  ),
  ...STATUSES.map((status) =>
    request(`status ${status}`, ({ url }) => ({ url: url({ status }) })),
  ),
  ...Object.entries(VALIDATIONS).flatMap(([kind, validateStatus]) =>
    [200, 404, 500].map((status) =>
      request(`status ${status}, validateStatus: ${kind}`, ({ url }) => ({
        url: url({ status }),
        validateStatus,
      })),
    ),
  ),
  ...[404, 500].map((status) =>
    request(
      `status ${status}, validateStatus in the defaults`,
      ({ url }) => ({ url: url({ status }) }),
      () => ({ validateStatus: (/** @type {number} */ s) => s < 500 }),
    ),
  ),
  request(
    "status 404, validateStatus of undefined over the default",
    ({ url }) => ({ url: url({ status: 404 }), validateStatus: undefined }),
    () => ({ validateStatus: () => false }),
  ),
  request("status 404, validateStatusUndefinedResolves: false", ({ url }) => ({
    url: url({ status: 404 }),
    validateStatus: undefined,
    transitional: { validateStatusUndefinedResolves: false },
  })),
  ...["silentJSONParsing", "forcedJSONParsing"].flatMap((name) =>
    [true, false].flatMap((on) =>
      [undefined, "json", "text"].flatMap((responseType) =>
        ["JSON", "broken JSON", "text", "nothing"].map((kind) =>
          request(`${name} ${on}, ${responseType}: ${kind}`, ({ url }) => ({
            url: url(ANSWERS[kind]),
            responseType,
            transitional: { [name]: on },
          })),
        ),
      ),
    ),
  ),
  request("parseReviver", ({ url }) => ({
    url: url(ANSWERS.JSON),
    parseReviver: (/** @type {any} */ _, /** @type {any} */ value) =>
      value === 1 ? "one" : value,
  })),
  request("responseEncoding", ({ url }) => ({
    url: url(ANSWERS.text),
    responseEncoding: "latin1",
  })),
  ...[0, 10, 1000, -1, Infinity].flatMap((maxContentLength) => [
    request(`maxContentLength ${maxContentLength}`, ({ url }) => ({
      url: url(BIG),
      maxContentLength,
    })),
    request(
      `maxContentLength ${maxContentLength}, length not announced`,
      ({ url }) => ({
        url: url(BIG_PIECES),
        maxContentLength,
      }),
    ),
  ]),
  ...[0, 3, 4, -1, Infinity].flatMap((maxBodyLength) =>
    ["text", "a blob", "a buffer", "a form", "URL parameters"].map((kind) =>
      request(`maxBodyLength ${maxBodyLength}: ${kind}`, () => ({
        method: "post",
        data: {
          text: "über",
          "a blob": new Blob(["four"]),
          "a buffer": new ArrayBuffer(4),
          "a form": Object.assign(new FormData()),
          "URL parameters": new URLSearchParams("a=12"),
        }[kind],
        maxBodyLength,
      })),
    ),
  ),
  ...[301, 302, 303, 307, 308].flatMap((status) =>
    ["get", "post"].map((method) =>
      request(`a redirect by ${status} of a ${method}`, ({ url }) => ({
        method,
        url: url(redirect(status)),
        data: method === "post" ? { a: 1 } : undefined,
      })),
    ),
  ),
  request("a redirect with maxRedirects: 0", ({ url }) => ({
    url: url(redirect(302)),
    maxRedirects: 0,
  })),
  request("a redirect with fetchOptions", ({ url }) => ({
    url: url(redirect(302)),
    fetchOptions: { redirect: "error" },
  })),
  request("an answer in pieces", ({ url }) => ({
    url: url({ pieces: ['{"a"', ":1", "}"] }),
  })),
  request("an answer whose characters are cut", ({ url }) => ({
    url: url({
      pieces: ["ü", "\u{1f389}", ""],
      headers: [["content-type", "text/plain"]],
    }),
  })),
  request("a large answer", ({ url }) => ({
    url: url({ body: '["0123456789"]', times: 1, headers: [] }),
  })),
  request("a text of a megabyte", ({ url }) => ({
    url: url({ body: "0123456789", times: 100_000, headers: [] }),
    responseType: "text",
    transformResponse: (/** @type {any} */ data) => data.length,
  })),
  client("a response's request: its url", async (api, { url }) => {
    const { request } = await api.get(url());
    return request.url;
  }),
  client("a response's request: what it is", async (api, { url }) => {
    const { request } = await api.get(url());
    return Object.prototype.toString.call(request);
  }),
  client("a response's duration", async (api, { url }) => {
    const { duration } = await api.get(url());
    return [typeof duration, duration >= 0];
  }),
  client("members of a response", async (api, { url }) =>
    Object.keys(await api.get(url()))
      .filter((name) => !["duration", "native"].includes(name))
      .sort(),
  ),
  client("a stream can be read piece by piece", async (api, { url }) => {
    const { data } = await api.get(url(ANSWERS.text), {
      responseType: "stream",
    });
    const reader = data.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text;
      text += value;
    }
  }),
];
