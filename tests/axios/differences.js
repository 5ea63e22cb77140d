// @ts-check
// Where everfetch means to differ from axios's fetch adapter, and why. A case that is named here must
// differ, at the places that are named and nowhere else. The page on migrating has the same table;
// tests/docs checks it.

/**
 * @typedef {object} Difference
 * @property {string} what it is about
 * @property {string} axios what axios does
 * @property {string} everfetch what everfetch does
 * @property {string} reason
 * @property {(string | RegExp)[]} cases by name
 * @property {string[]} at where what is compared may differ
 * @property {("Chromium" | "Firefox")[]} [browsers] where it differs, if not in both
 */

/** @type {Difference[]} */
export const differences = [
  {
    what: "The class of errors",
    axios: "`AxiosError`",
    everfetch: "`EverfetchError`; `isAxiosError` is true all the same",
    reason: "It has codes of its own, for the session",
    cases: ["the error's name"],
    at: ["caller"],
  },
  {
    what: "`data` of a GET or a HEAD",
    axios: "The request fails",
    everfetch: "It is sent without a body",
    reason: "No browser sends one; axios's XHR adapter does the same",
    cases: [
      /^(get|head): (api\.\w+\(url, \{ data \}\)|as the client's default)$/,
      /^get (?!nothing$|null$)/,
      /^transformRequest of a get: (one function|a list|one that returns an object|one that tells what it is given)$/,
    ],
    at: ["caller.error", "caller.response", "server"],
  },
  {
    what: "A timeout",
    axios: "`ETIMEDOUT`; `timeoutErrorMessage` is not heard",
    everfetch:
      "`ECONNABORTED`, or `ETIMEDOUT` with `transitional.clarifyTimeoutError`; `timeoutErrorMessage` is heard",
    reason: "As axios documents it, and as its XHR adapter does",
    cases: [
      "timeout: exceeded",
      "timeout: exceeded while the body is read",
      "timeout: with a message",
      "timeout: not clarified",
      "timeout: clarified, with a message",
      "timeout: in the defaults",
    ],
    at: ["caller.error.code", "caller.error.message"],
  },
  {
    what: "An abort by `signal`",
    axios: "The message is the reason's; without a `cause`",
    everfetch: "`canceled`, with the reason as its `cause`",
    reason: "As axios's XHR adapter says it, and the reason is kept whole",
    cases: [
      /^signal: aborted (at once|while it is waited for), /,
      "signal: in the defaults",
      "a signal of AbortSignal.timeout",
    ],
    at: ["caller.error.cause", "caller.error.message"],
  },
  {
    what: "A typed array or a `DataView` as `data`",
    axios: "The whole buffer behind it is sent",
    everfetch: "What it shows is sent",
    reason: "The rest of the buffer is not the caller's message",
    cases: [
      /^(post|put|patch|delete) (an array of bytes|a view of a part|a data view|an array of floats)$/,
      /^an array of bytes as /,
    ],
    at: ["caller.response.config.data", "server.0"],
  },
  {
    what: '`responseType: "document"`',
    axios: "Text",
    everfetch: "A `Document`",
    reason: "As axios documents it, and as its XHR adapter does",
    cases: [/^responseType document: /],
    at: ["caller.response.data", "caller.error.response.data"],
  },
  {
    what: "`responseEncoding`",
    axios: "UTF-8 whatever it says",
    everfetch: "Heard, for what `TextDecoder` knows",
    reason: "The platform can",
    cases: ["responseEncoding"],
    at: ["caller.response.data"],
  },
  {
    what: "`onUploadProgress` in Chromium over HTTP/1.1",
    axios: "The request fails",
    everfetch: "It is sent, and the listener hears nothing",
    reason: "Chromium streams request bodies over HTTP/2 only",
    cases: [/^upload progress: /],
    at: ["caller.error", "caller.response", "server"],
    browsers: ["Chromium"],
  },
  {
    what: "`auth` with letters beyond Latin-1",
    axios: "`ERR_BAD_OPTION_VALUE`",
    everfetch: "Sent in UTF-8",
    reason: "RFC 7617",
    cases: ["auth: letters beyond Latin-1"],
    at: ["caller.error", "caller.response", "server"],
  },
  {
    what: "`response.request`",
    axios: "A `Request`",
    everfetch: "An object with its `url`, as it was asked for, and `method`",
    reason: "A `Request` that was sent tells nothing more",
    cases: [
      /^a response's request: /,
      "env.fetch: without Request and Response",
    ],
    at: ["caller"],
  },
  {
    what: "`data` that refers to itself",
    axios: "`RangeError`",
    everfetch: "`ERR_BAD_OPTION_VALUE`, which says where",
    reason: "The message is of use",
    cases: ["data that refers to itself"],
    at: ["caller.error"],
  },
  {
    what: "`withCredentials: false`",
    axios: "No cookies even to the page's own origin",
    everfetch: "Cookies to the page's own origin only",
    reason: "As axios documents it, and as its XHR adapter does",
    cases: ["withCredentials false, sent here"],
    at: ["server.0.headers.cookie"],
  },
  {
    what: "A `TypeError` of the platform's fetch",
    axios:
      "`ERR_NETWORK` where the message has certain words, else a `TypeError`",
    everfetch: "`ERR_NETWORK`, the `TypeError` being its `cause`",
    reason: "The words differ from browser to browser",
    cases: [
      "a method that is none",
      "a method that fetch forbids",
      "a header with a bad name",
      "sent: a URL that cannot be",
    ],
    at: ["caller.error"],
  },
  {
    what: "A `TypeError` of Firefox while a body is read",
    axios: "A `TypeError`",
    everfetch: "`ERR_NETWORK`, as in Chromium",
    reason: "The words differ from browser to browser",
    cases: [
      /^responseType form[dD]ata: (?!a form)/,
      "the connection is cut in the body",
      "the connection is cut in the body, as a blob",
    ],
    at: ["caller.error.code", "caller.error.message", "caller.error.name"],
    browsers: ["Firefox"],
  },
  {
    what: "`error.toJSON()` in Firefox",
    axios:
      "Has `fileName`, `lineNumber` and `columnNumber`, of axios's own file",
    everfetch: "Has them not",
    reason: "They tell of the library and not of the error",
    cases: [/: toJSON's names$/],
    at: ["caller.value"],
    browsers: ["Firefox"],
  },
  {
    what: "The groups of `defaults.headers`",
    axios: "Has `link`, `unlink` and `purge`",
    everfetch: "Has one for each method of a client",
    reason: "Nobody sends these from a page; a group that is added is heard",
    cases: ["the default headers of a client"],
    at: ["caller"],
  },
  {
    what: "A `Content-Type` without a body",
    axios: "Sent, and to a POST without `data` one is added",
    everfetch: "Not sent",
    reason: "It describes nothing; axios's XHR adapter does the same",
    cases: [
      /^(post|put|patch): (api\.\w+\(url\)|api\.request\((url, )?config\)|in capitals|api\((url, )?config\))$/,
      /^(post|put|patch) (nothing|null)$/,
      /^nothing as /,
      /^null as (?!application\/json)/,
      "a content type without a body",
      "a content type on a get",
      /^post answered with JSON as /,
      "transformRequest of a get: one that sets a header",
      "transformRequest of a post: one that returns nothing",
      "transformRequest in the defaults: one that returns nothing",
      "merged: data is never a default",
    ],
    at: ["server.0.headers.content-type"],
  },
  {
    what: "A `Blob` or a `File` with a type as `data`",
    axios: "Sent as `application/x-www-form-urlencoded`",
    everfetch: "Sent as what it is",
    reason: "It says so itself",
    cases: [/^(post|put|patch) (a typed blob|a file)$/],
    at: [
      "server.0.headers.content-type",
      "caller.response.config.headers.Content-Type",
    ],
  },
  {
    what: "A boundary of the caller's own for a multipart body",
    axios: "Used",
    everfetch: "The browser's own instead",
    reason: "Whoever reads the body reads the header too",
    cases: [
      /^(an object|an empty object|an object with undefined and null|an object with a date|an array|a form|an HTML form|a list of files) as multipart\/form-data; boundary=mine$/,
    ],
    at: ["server.0.headers", "server.0.body"],
  },
  {
    what: "An option of the wrong type: `url`, `params`",
    axios: "`TypeError`",
    everfetch: "`ERR_BAD_OPTION`, which says what it takes",
    reason: "The message is of use",
    cases: ["params: text", "sent: a URL object"],
    at: ["caller.error"],
  },
  {
    what: "`withCredentials` of text",
    axios: "Handed on as fetch's `credentials`",
    everfetch: "`ERR_BAD_OPTION`",
    reason: "It takes a boolean; `credentials` is an option as well",
    cases: [/^withCredentials (include|omit|same-origin), /],
    at: ["caller.error", "caller.response", "server"],
  },
  {
    what: "No `url` at all",
    axios: "`TypeError`; `getUri()` is undefined",
    everfetch: "The page's own address; `getUri()` is empty",
    reason: "As fetch takes an empty URL",
    cases: ["a request without any config", "getUri without anything"],
    at: ["caller"],
  },
  {
    what: "`ERR_INVALID_URL`",
    axios: "The message has the URL, redacted",
    everfetch: "The message has none of it",
    reason: "Whatever stands in it may be a secret",
    cases: [/^getUri: http:x/, "sent: a protocol without slashes"],
    at: ["caller.error.message", "caller.error.config"],
  },
  {
    what: "Files and bytes in a URL-encoded form",
    axios:
      "An error that asks for a `Buffer`; a list of files is sent as `[object File]`",
    everfetch: "`ERR_NOT_SUPPORT`",
    reason: "There is no `Buffer` in a browser, and the files would be lost",
    cases: [
      "urlencoded: a blob and a file",
      "urlencoded: bytes",
      "a list of files as application/x-www-form-urlencoded",
    ],
    at: ["caller.error", "caller.response", "server"],
  },
  {
    what: "What `validateStatus` throws",
    axios: "An `AxiosError` of the same name",
    everfetch: "The error itself",
    reason: "It is the caller's own",
    cases: [/^status \d+, validateStatus: what throws$/],
    at: ["caller.error"],
  },
  {
    what: "An own header over one in `common` that is `false`",
    axios: "Not sent",
    everfetch: "Sent",
    reason: "The call's own word is the last",
    cases: [/ over a common default of false$/],
    at: ["caller.response.config.headers", "server.0.headers"],
  },
  {
    what: "`headers: null`, or a header named `common`",
    axios: "The default headers are lost",
    everfetch: "The default headers are sent",
    reason: "Nothing is said about them",
    cases: ["headers of null", "a header named common"],
    at: ["caller.response.config.headers", "server.0.headers.accept"],
  },
  {
    what: "`config.headers` of names in several spellings",
    axios: "One of them",
    everfetch: "Another of them",
    reason: "Names of headers have no case; `get` finds them by any",
    cases: [
      "a content type of another case",
      "Content-Type over a default of false",
      "native headers",
    ],
    at: ["caller.response.config.headers"],
  },
  {
    what: "`defaults.transitional`",
    axios: "Has all members",
    everfetch: "Without three that change nothing",
    reason: "They mean the same when they are absent",
    cases: ["defaults: what a client begins with"],
    at: ["caller.transitional"],
  },
  {
    what: "An error's enumerable keys",
    axios: "`response` and `status` where there are any; `__CANCEL__`",
    everfetch:
      "`response` and `status` always; `__CANCEL__` can be read all the same",
    reason: "One shape for all errors",
    cases: [/^(a network error|an abort): own keys/],
    at: ["caller.value"],
  },
  {
    what: "`error.toJSON()`",
    axios: "The whole config",
    everfetch: "Without `data`, `auth`, and what is called like a secret",
    reason: "Errors are logged",
    cases: ["a refusal: toJSON's config"],
    at: ["caller.response.data", "caller.value"],
  },
  {
    what: "`error.request` of an answer that is no JSON",
    axios: "None",
    everfetch: "The request",
    reason: "There was one",
    cases: [
      /^silentJSONParsing false, json: (broken JSON|text)$/,
      "adapter: with a response type and broken JSON",
    ],
    at: ["caller.error.request"],
  },
];

/** The table as www/docs/en/migrate.md has it. */
export const table = () =>
  [
    "| | axios | everfetch | Why |",
    "|---|---|---|---|",
    ...differences.map(
      ({ what, axios, everfetch, reason }) =>
        `| ${what} | ${axios} | ${everfetch} | ${reason} |`,
    ),
  ].join("\n");
