// Headers, as requests and responses have them.

import {
  createClient,
  AxiosHeaders,
  type AxiosHeaderValue,
  type AxiosResponseHeaders,
} from "everfetch/axios";

const headers = new AxiosHeaders({ Accept: "text/csv" });
new AxiosHeaders("Accept: text/csv\nX-A: 1");
new AxiosHeaders(new Headers());
AxiosHeaders.from(headers);
AxiosHeaders.concat(headers, { "X-A": 1 }, null);

const same: AxiosHeaders = headers
  .set("X-A", "1")
  .set("X-A", 2, true)
  .set("X-A", ["1", "2"], /1/)
  .set({ "X-B": false }, false)
  .set(new Map([["X-C", "3"]]))
  .setContentType("application/json")
  .setAuthorization("Basic dTpw", false)
  .normalize(true)
  .concat("X-D: 4");

const value: AxiosHeaderValue | undefined = headers.get("x-a");
const match: RegExpExecArray | null = headers.get("x-a", /(\d)/);
const parsed: number = headers.get("x-a", (text) => Number(text));
const parts: Record<string, string> = headers.get("cache-control", true);
const type: AxiosHeaderValue | undefined = headers.getContentType();
const named: (AxiosHeaderValue | undefined)[] = [
  headers.getAccept(),
  headers.getAuthorization(),
  headers.getContentEncoding(),
  headers.getContentLength(),
  headers.getUserAgent(),
];
const matched: (RegExpExecArray | null)[] = [
  headers.getAccept(/a/),
  headers.getAuthorization(/a/),
  headers.getContentEncoding(/a/),
  headers.getContentLength(/a/),
  headers.getUserAgent(/a/),
];
const made: number[] = [
  headers.getAccept(Number),
  headers.getAuthorization(Number),
  headers.getContentEncoding(Number),
  headers.getContentLength(Number),
  headers.getContentType(Number),
  headers.getUserAgent(Number),
];
const lines: string = headers.toString();
const accessor: typeof AxiosHeaders = AxiosHeaders.accessor(["X-Own"]);
const charset: string | undefined = headers.getContentType(/charset=(.*)/)?.[1];
const has: boolean =
  headers.has("x-a", "1") && headers.hasAccept((text) => text.includes("csv"));
const deleted: boolean = headers.delete(["X-A", "X-B"]) || headers.clear(/^x-/);
const strings: Record<string, string> = headers.toJSON(true);
const lists: Record<string, string | string[]> = headers.toJSON();
const cookies: string[] = headers.getSetCookie();
for (const [name, each] of headers) console.log(name.length, each);
headers["X-Own"] = "1";

// A response's are text.
const { headers: received } = await createClient().get("/a");
const total: string | undefined = received["x-total"];
const again: string | undefined = received.get("X-Total");
const age: string | undefined = received.get("cache-control", true)["max-age"];
const whole = received as AxiosResponseHeaders;
const [first]: Iterable<[string, unknown]> = whole;
const count: number = parseInt(received["content-length"], 10);

// @ts-expect-error a name is text
headers.get(/x-a/);
// @ts-expect-error a function is no value
headers.set("X-A", () => "1");
// @ts-expect-error what is to be deleted has a name
headers.delete();
// @ts-expect-error a response's header may be absent
const sure: string = whole.get("X-Total");

export {
  accessor,
  age,
  again,
  charset,
  cookies,
  count,
  deleted,
  first,
  has,
  lines,
  lists,
  made,
  match,
  matched,
  named,
  parsed,
  parts,
  same,
  strings,
  sure,
  total,
  type,
  value,
  whole,
};
