// @ts-check
// The demo server's recorder: URLs that are answered as a case wishes, and what has arrived at them.

/**
 * @typedef {object} Answer
 * @property {number} [status]
 * @property {[string, string][]} [headers]
 * @property {string} [body]
 * @property {number} [times] how often the body is repeated
 * @property {string[]} [pieces] instead of a body, without a length
 * @property {"well" | "never" | "body-never" | "cut" | "body-cut"} [end]
 */

/** The server's other origin. */
export const otherOrigin = async () => {
  const info = await fetch("/control/info");
  return /** @type {string} */ ((await info.json()).corsOrigin);
};

/**
 * The path that is answered so, for the case of this name.
 * @param {string} name
 * @param {Answer} [answer]
 */
export const path = (name, answer) =>
  `/recorder/${name}/${answer ? encodeURIComponent(JSON.stringify(answer)) : "-"}`;

/**
 * Waits until this many requests have arrived.
 * @param {string} name
 * @param {number} least
 */
export const arrived = async (name, least) => {
  const answer = await fetch(`/control/recorder/${name}?least=${least}`);
  if (!answer.ok) throw new Error(`${least} requests never arrived`);
};

/**
 * What has arrived since the last call.
 * @param {string} name
 */
export const arrivals = async (name) => {
  const answer = await fetch(`/control/recorder/${name}`, { method: "DELETE" });
  return (await answer.json()).map(steady);
};

/** What a browser says anew on each connection, or axios of itself where it may (one case compares that). */
const UNSTEADY = ["connection", "user-agent"];

/**
 * Without what differs between any two requests.
 * @param {{ headers: [string, string][], body: string }} arrival
 */
const steady = (arrival) => {
  let { body } = arrival;
  /** @type {Record<string, string>} */
  const headers = {};
  for (const [name, value] of arrival.headers)
    headers[name] = name in headers ? headers[name] + " | " + value : value;
  const agent = headers["user-agent"];
  for (const name of UNSTEADY) delete headers[name];
  if (agent?.startsWith("mine")) headers["user-agent"] = agent;
  const type = headers["content-type"] ?? "";
  const boundary = /boundary=(\S+)/.exec(type)?.[1];
  if (boundary && !boundary.startsWith("mine")) {
    headers["content-type"] = type.replace(boundary, "BOUNDARY");
    body = body.replaceAll(boundary, "BOUNDARY");
    body = body.replaceAll(hex(boundary), hex("BOUNDARY"));
    // Firefox's boundaries are not all of one length.
    delete headers["content-length"];
  }
  return { ...arrival, headers, body };
};

/** @param {string} text */
const hex = (text) =>
  [...text].map((c) => c.charCodeAt(0).toString(16)).join("");
