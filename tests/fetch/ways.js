// @ts-check
// The ways to a response that must not differ: the platform's fetch, and ours in every state of a session.

import { createClient } from "/node_modules/everfetch/dist/index.js";

/** A refresh that takes so long that a request waits for it. */
const refresh = async () => {
  await new Promise((resolve) => setTimeout(resolve));
  return { accessToken: "fresh", refreshToken: "r" };
};

/**
 * @param {any} tokens
 * @param {any} [options]
 */
const signedIn = (tokens, options) => {
  const session = { refresh, storage: "memory", loginURL: false };
  const api = createClient({ session, ...options });
  api.session.signIn({ refreshToken: "r", ...tokens });
  return api;
};

/** The platform's fetch behind a server that reads a request to its end, and refuses the old token. */
const refusing = async (/** @type {any} */ input, /** @type {any} */ init) => {
  if (input?.headers?.get("authorization") !== "Bearer old")
    return fetch(input, init);
  input.signal.throwIfAborted();
  await input.arrayBuffer();
  return new Response(null, { status: 401 });
};

/** A request that is made while a refresh is under way, as all of its case are. */
const waits = (/** @type {any} */ api, /** @type {any[]} */ args) => {
  api.session.refresh();
  if (api.session.state !== "refreshing")
    throw new Error("nothing to wait for");
  return api.fetch(...args);
};

/** @type {Record<string, () => { fetch: any, session?: any }>} */
export const WAYS = {
  "the platform": () => ({
    fetch: (/** @type {[any]} */ ...args) => fetch(...args),
  }),
  "without a session": () => createClient(),
  "signed out": () =>
    createClient({ session: { refresh, storage: "memory", loginURL: false } }),
  "signed in": () => signedIn({ accessToken: "good" }),
  "after a wait": () => {
    const api = signedIn({ accessToken: "old" });
    return { fetch: (...args) => waits(api, args) };
  },
  "after a refusal": () =>
    signedIn({ accessToken: "old" }, { fetch: refusing }),
};

/** The one that the others are compared with. */
export const PLATFORM = "the platform";

/** The one in which a request is sent twice. */
export const TWICE = "after a refusal";
