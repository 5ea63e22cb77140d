// @ts-check
// Properties: whatever the params, headers and form data, the bytes are axios's. The fetch of both sides
// keeps what it is given; nothing is sent.

import fc from "fast-check";
import * as any from "./arbitraries.js";
import { gaps } from "./compare.js";
import { sides } from "./sides.js";
import { headers, outcomeOf, plain } from "./outcome.js";

const RUNS = 250;

/** The same on every machine: what fails in one place fails in all. */
const SEED = 20_261_121;

/**
 * @param {string} name
 * @param {any} arbitrary
 * @param {(side: import("./sides.js").Side, input: any) => any} act
 */
const same = (name, arbitrary, act) => ({
  name,
  run: async () => {
    const property = fc.asyncProperty(arbitrary, async (input) => {
      const [left, right] = await Promise.all(
        sides.map(async (side) =>
          plain(await outcomeOf(side, () => act(side, input))),
        ),
      );
      const found = gaps(left, right);
      if (found.length) throw new Error(JSON.stringify(found));
    });
    const details = await fc.check(property, { numRuns: RUNS, seed: SEED });
    const { failed, numRuns, seed, counterexample } = details;
    const error = /** @type {any} */ (details.errorInstance)?.message;
    return { failed, numRuns, seed, example: shown(counterexample), error };
  },
});

/** @param {any} value */
const shown = (value) => (value ? fc.stringify(value) : undefined);

/**
 * What reaches fetch, byte for byte.
 * @param {import("./sides.js").Side} side
 * @param {any} config
 * @param {any} [defaults]
 */
const sent = async (side, config, defaults) => {
  /** @type {any} */
  let kept;
  const fetch = async (/** @type {any} */ input, /** @type {any} */ init) => {
    const request = new Request(input, init);
    const body = await request.clone().text();
    const boundary = /boundary=(\S+)/.exec(
      request.headers.get("content-type") ?? "",
    )?.[1];
    const steady = (/** @type {string} */ text) =>
      boundary ? text.replaceAll(boundary, "BOUNDARY") : text;
    const all = Object.fromEntries(
      [...request.headers].map(([name, value]) => [name, steady(value)]),
    );
    // axios's own, which Chromium does not let through.
    delete all["user-agent"];
    kept = {
      url: request.url,
      method: request.method,
      headers: all,
      body: steady(body),
    };
    return new Response("{}");
  };
  const api = side.create({ ...defaults, env: { fetch } });
  await api.request({ url: "/x", ...config });
  return kept;
};

export const properties = [
  same(
    "property: params become the same query",
    fc.tuple(any.params, any.serializer),
    (side, [params, paramsSerializer]) =>
      side.create().getUri({ url: "/x", params, paramsSerializer }),
  ),
  same(
    "property: params over default params become the same query",
    fc.tuple(any.params, any.params),
    (side, [defaults, params]) =>
      side.create({ params: defaults }).getUri({ url: "/x", params }),
  ),
  same(
    "property: a base and a path become the same URL",
    fc.tuple(
      any.baseURL,
      any.path,
      fc.option(fc.boolean(), { nil: undefined }),
    ),
    (side, [baseURL, url, allowAbsoluteUrls]) =>
      side.create({ baseURL }).getUri({ url, allowAbsoluteUrls }),
  ),
  same(
    "property: data becomes the same form",
    fc.tuple(any.data, any.formSerializer),
    (side, [data, options]) => side.toFormData(data, null, options),
  ),
  same(
    "property: a form becomes the same data",
    any.entries,
    (side, entries) => {
      const form = new FormData();
      for (const [name, value] of entries) form.append(name, value);
      return side.formToJSON(form);
    },
  ),
  same("property: data is sent as the same JSON", any.data, (side, data) =>
    sent(side, { method: "post", data }),
  ),
  same(
    "property: data is sent as the same URL-encoded form",
    fc.tuple(any.data, any.formSerializer),
    (side, [data, formSerializer]) =>
      sent(side, {
        method: "post",
        data,
        formSerializer,
        headers: { "content-type": "application/x-www-form-urlencoded" },
      }),
  ),
  same(
    "property: data is sent as the same multipart form",
    fc.tuple(any.data, any.formSerializer),
    (side, [data, formSerializer]) =>
      sent(side, {
        method: "put",
        data,
        formSerializer,
        headers: { "content-type": "multipart/form-data" },
      }),
  ),
  same(
    "property: headers are merged and sent the same",
    fc.tuple(any.headerGroups, any.headers),
    (side, [defaults, own]) =>
      sent(
        side,
        { method: "post", data: "x", headers: own },
        { headers: defaults },
      ),
  ),
  same(
    "property: a class of headers does the same",
    fc.tuple(any.headers, any.headerOrders),
    (side, [start, orders]) => {
      const set = new side.Headers(start);
      const said = orders.map(
        (/** @type {[string, ...any[]]} */ [method, ...args]) => {
          const result = set[method](...args);
          return result === set ? "itself" : result;
        },
      );
      return Promise.all([
        plain(said),
        headers(set),
        plain({ ...set }),
        String(set).split("\n").sort(),
      ]);
    },
  ),
  same(
    "property: JSON and what is not are read the same",
    fc.tuple(any.answer, fc.constantFrom(undefined, "json", "text")),
    async (side, [text, responseType]) => {
      const fetch = async () => new Response(text);
      const { data } = await side
        .create({ env: { fetch }, responseType })
        .get("/x");
      return data;
    },
  ),
];
