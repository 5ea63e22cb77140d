// @ts-check
// The deliberate differences from axios's fetch adapter, with their reasons. Each case named here must differ
// in the named places and nowhere else. The page on migrating contains the same table; tests/docs checks it.

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
    everfetch: "`EverfetchError`, with `isAxiosError: true`",
    reason: "It adds the session's own codes",
    cases: ["the error's name"],
    at: ["caller"],
  },
  {
    what: "`data` of a GET or a HEAD",
    axios: "The request fails",
    everfetch: "The request is sent without a body",
    reason: "Browsers do not send one; axios's XHR adapter does the same",
    cases: [
      /^(get|head): (api\.\w+\(url, \{ data \}\)|as the client's default)$/,
      /^get (?!nothing$|null$)/,
      /^transformRequest of a get: (one function|a list|one that returns an object|one that returns its arguments)$/,
    ],
    at: ["caller.error", "caller.response", "server"],
  },
  {
    what: "A timeout",
    axios: "`ETIMEDOUT`; `timeoutErrorMessage` is ignored",
    everfetch:
      "`ECONNABORTED`, or `ETIMEDOUT` with `transitional.clarifyTimeoutError`; `timeoutErrorMessage` is used",
    reason: "axios documents this, and its XHR adapter does it",
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
    axios: "The message is that of the abort reason; there is no `cause`",
    everfetch: "The message is `canceled`; the abort reason is the `cause`",
    reason: "The message is that of axios's XHR adapter, and no detail is lost",
    cases: [
      /^signal: aborted (at once|while it is waited for), /,
      "signal: in the defaults",
      "a signal of AbortSignal.timeout",
    ],
    at: ["caller.error.cause", "caller.error.message"],
  },
  {
    what: "A typed array or a `DataView` as `data`",
    axios: "The entire underlying buffer is sent",
    everfetch: "Only the bytes of the view are sent",
    reason: "The rest of the buffer is not part of the caller's data",
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
    reason: "axios documents this, and its XHR adapter does it",
    cases: [/^responseType document: /],
    at: ["caller.response.data", "caller.error.response.data"],
  },
  {
    what: "The type of a `Blob`",
    axios: "Keeps the parameters, as in `text/plain; charset=utf-8`",
    everfetch: "The media type without parameters",
    reason: "axios's XHR adapter does the same, and applications compare it",
    cases: ["responseType blob: text"],
    at: ["caller.response.data"],
  },
  {
    what: "`responseEncoding`",
    axios: "Ignored; the text is read as UTF-8",
    everfetch: "Used, for every encoding that `TextDecoder` supports",
    reason: "The platform supports it",
    cases: ["responseEncoding"],
    at: ["caller.response.data"],
  },
  {
    what: "`onUploadProgress` in Chromium over HTTP/1.1",
    axios: "The request fails",
    everfetch: "The request is sent, and the listener is not called",
    reason: "Chromium streams request bodies over HTTP/2 only",
    cases: [/^upload progress: /],
    at: ["caller.error", "caller.response", "server"],
    browsers: ["Chromium"],
  },
  {
    what: "`auth` with characters outside Latin-1",
    axios: "`ERR_BAD_OPTION_VALUE`",
    everfetch: "Sent in UTF-8",
    reason: "RFC 7617",
    cases: ["auth: letters beyond Latin-1"],
    at: ["caller.error", "caller.response", "server"],
  },
  {
    what: "`response.request`",
    axios: "A `Request`",
    everfetch:
      "An object with `method`, `url`, `status`, `responseType`, `responseURL`, and the `response` and `responseText` of a failure",
    reason: "Existing interceptors read these, as from an `XMLHttpRequest`",
    cases: [
      /^a response's request: /,
      "env.fetch: without Request and Response",
    ],
    at: ["caller"],
  },
  {
    what: "`data` with a circular reference",
    axios: "`RangeError`",
    everfetch: "`ERR_BAD_OPTION_VALUE`, which names the path",
    reason: "The message is useful",
    cases: [
      "data that refers to itself",
      "data with a big integer",
      "toFormData: what refers to itself",
    ],
    at: ["caller.error"],
  },
  {
    what: "`withCredentials: false`",
    axios: "No cookies, even to the page's own origin",
    everfetch: "Cookies to the page's own origin only",
    reason: "axios documents this, and its XHR adapter does it",
    cases: ["withCredentials false, sent here"],
    at: ["server.0.headers.cookie"],
  },
  {
    what: "A `TypeError` from the platform's `fetch`",
    axios:
      "`ERR_NETWORK` if the message contains certain words, otherwise a `TypeError`",
    everfetch: "`ERR_NETWORK`, with the `TypeError` as its `cause`",
    reason: "The wording differs between browsers",
    cases: [
      "a method that is none",
      "a method that fetch forbids",
      "a header with a bad name",
      "sent: a URL that cannot be",
    ],
    at: ["caller.error"],
  },
  {
    what: "A `TypeError` in Firefox while a body is read",
    axios: "A `TypeError`",
    everfetch: "`ERR_NETWORK`, as in Chromium",
    reason: "The wording differs between browsers",
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
      "Includes `fileName`, `lineNumber` and `columnNumber` of axios's own file",
    everfetch: "Does not include them",
    reason: "They describe the library, not the error",
    cases: [/: toJSON's names$/],
    at: ["caller.value"],
    browsers: ["Firefox"],
  },
  {
    what: "The groups of `defaults.headers`",
    axios: "Include `link`, `unlink` and `purge`",
    everfetch: "One for each method of a client",
    reason: "Pages do not send these; a group that you add is used",
    cases: ["the default headers of a client"],
    at: ["caller"],
  },
  {
    what: "A `Content-Type` without a body",
    axios: "Sent, and added to a POST without `data`",
    everfetch: "Not sent",
    reason: "There is nothing to describe; axios's XHR adapter does the same",
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
    everfetch: "Sent with its own type",
    reason: "It has a type",
    cases: [/^(post|put|patch) (a typed blob|a file)$/],
    at: [
      "server.0.headers.content-type",
      "caller.response.config.headers.Content-Type",
    ],
  },
  {
    what: "A caller's own boundary for a multipart body",
    axios: "Used",
    everfetch: "Replaced by the browser's",
    reason: "The server reads the boundary from the header",
    cases: [
      /^(an object|an empty object|an object with undefined and null|an object with a date|an array|a form|an HTML form|a list of files) as multipart\/form-data; boundary=mine$/,
    ],
    at: ["server.0.headers", "server.0.body"],
  },
  {
    what: "A value of the wrong type for `url` or `params`",
    axios: "`TypeError`",
    everfetch: "`ERR_BAD_OPTION`, which says what the option takes",
    reason: "The message is useful",
    cases: ["params: text", "sent: a URL object"],
    at: ["caller.error"],
  },
  {
    what: "A string as `withCredentials`",
    axios: "Passed to fetch as `credentials`",
    everfetch: "`ERR_BAD_OPTION`",
    reason: "It takes a boolean; use the option `credentials` for a string",
    cases: [/^withCredentials (include|omit|same-origin), /],
    at: ["caller.error", "caller.response", "server"],
  },
  {
    what: "No `url`",
    axios: "`TypeError`; `getUri()` returns `undefined`",
    everfetch: "The page's own URL; `getUri()` returns an empty string",
    reason: "fetch treats an empty URL in this way",
    cases: ["a request without any config", "getUri without anything"],
    at: ["caller"],
  },
  {
    what: "`ERR_INVALID_URL`",
    axios: "The message contains the URL, redacted",
    everfetch: "The message does not contain the URL",
    reason: "Any part of the URL may be a secret",
    cases: [/^getUri: http:x/, "sent: a protocol without slashes"],
    at: ["caller.error.message", "caller.error.config"],
  },
  {
    what: "Files and bytes in a URL-encoded form",
    axios:
      "An error about a missing `Buffer`; a list of files is sent as `[object File]`",
    everfetch: "`ERR_NOT_SUPPORT`",
    reason: "Browsers have no `Buffer`, and the files would be lost",
    cases: [
      "urlencoded: a blob and a file",
      "urlencoded: bytes",
      "a list of files as application/x-www-form-urlencoded",
    ],
    at: ["caller.error", "caller.response", "server"],
  },
  {
    what: "An error thrown by `validateStatus`",
    axios: "Rejects with an `AxiosError` of the same name",
    everfetch: "Rejects with the error itself",
    reason: "The error belongs to the caller",
    cases: [/^status \d+, validateStatus: what throws$/],
    at: ["caller.error"],
  },
  {
    what: "A call's header that is `false` in `headers.common`",
    axios: "Not sent",
    everfetch: "Sent",
    reason: "The call takes precedence over the defaults",
    cases: [/ over a common default of false$/],
    at: ["caller.response.config.headers", "server.0.headers"],
  },
  {
    what: "`headers: null`, or a header named `common`",
    axios: "The default headers are lost",
    everfetch: "The default headers are sent",
    reason: "The call does not set them",
    cases: ["headers of null", "a header named common"],
    at: ["caller.response.config.headers", "server.0.headers.accept"],
  },
  {
    what: "The spelling of a name in `config.headers` when it was set in several",
    axios: "One of them",
    everfetch: "Another of them",
    reason: "Header names are case-insensitive; `get` finds any spelling",
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
    everfetch: "Lacks three that have no effect",
    reason: "Their absence means the same",
    cases: ["defaults: what a client begins with"],
    at: ["caller.transitional"],
  },
  {
    what: "An error's enumerable keys",
    axios: "`response` and `status` if set; `__CANCEL__`",
    everfetch:
      "Always `response` and `status`; `__CANCEL__` is readable but not enumerable",
    reason: "All errors have the same shape",
    cases: [/^(a network error|an abort): own keys/],
    at: ["caller.value"],
  },
  {
    what: "`error.toJSON()`",
    axios: "Contains the whole config",
    everfetch:
      "Leaves out `data`, `auth`, query values, unknown headers, and keys named like secrets",
    reason: "Applications log errors",
    cases: ["a refusal: toJSON's config"],
    at: ["caller.response.data", "caller.response.headers", "caller.value"],
  },
  {
    what: "`error.request` when the answer is not JSON",
    axios: "`undefined`",
    everfetch: "The request",
    reason: "A request was sent",
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
