// Headers, as requests and responses have them.

import {
  createClient,
  EverfetchHeaders,
  type HeaderValue,
  type ResponseHeaders,
} from "everfetch";

const headers = new EverfetchHeaders({ Accept: "text/csv" });
new EverfetchHeaders("Accept: text/csv\nX-A: 1");
new EverfetchHeaders(new Headers());
EverfetchHeaders.from(headers);
EverfetchHeaders.concat(headers, { "X-A": 1 }, null);

const same: EverfetchHeaders = headers
  .set("X-A", "1")
  .set("X-A", 2, true)
  .set("X-A", ["1", "2"], /1/)
  .set({ "X-B": false }, false)
  .set(new Map([["X-C", "3"]]))
  .setContentType("application/json")
  .setAuthorization("Basic dTpw", false)
  .normalize(true)
  .concat("X-D: 4");

const value: HeaderValue | undefined = headers.get("x-a");
const match: RegExpExecArray | null = headers.get("x-a", /(\d)/);
const parsed: number = headers.get("x-a", (text) => Number(text));
const parts: Record<string, string> = headers.get("cache-control", true);
const type: HeaderValue | undefined = headers.getContentType();
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
const whole: ResponseHeaders = received;
const total: string | undefined = received["x-total"];
const again: string | undefined = received.get("X-Total");
const [first]: Iterable<[string, string]> = received;
const count: number = parseInt(received["content-length"], 10);

// @ts-expect-error a name is text
headers.get(/x-a/);
// @ts-expect-error a function is no value
headers.set("X-A", () => "1");
// @ts-expect-error what is to be deleted has a name
headers.delete();
// @ts-expect-error a response's header may be absent
const sure: string = received.get("X-Total");

export {
  again,
  charset,
  cookies,
  count,
  deleted,
  first,
  has,
  lists,
  match,
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
