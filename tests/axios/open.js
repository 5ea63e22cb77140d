// @ts-check
// Unintended differences from axios, to be fixed. Every run reports them
// and fails none; when a case no longer differs, its name goes.

/** @type {Pick<import("./differences.js").Difference, "what" | "cases" | "at" | "browsers">[]} */
export const open = [
  {
    what: "Credentials in a URL are not taken out of it",
    cases: ["sent: with a user and a password in the URL"],
    at: ["caller", "server"],
  },
  {
    what: "`redact` is ignored",
    cases: ["redact: named members of the config are hidden"],
    at: ["caller"],
  },
  {
    what: "A response has no `duration`",
    cases: ["a response's duration"],
    at: ["caller"],
  },
  {
    what: "Wrong options are not refused, or by the engine's own words",
    cases: [
      /^transitional\.\w+ of the wrong type$/,
      "an unknown transitional option",
      /paramsSerializer.*: encode that is no function$/,
      "toFormData: a visitor that is no function",
      "an adapter that is nothing",
    ],
    at: ["caller", "server"],
  },
];
