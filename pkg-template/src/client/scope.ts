// Decides which requests the session covers: those to its own origins (G12), except the public paths (G13). Also
// decides where the refresh token may be sent.

import type { ClientContext, SessionContext } from "./context.js";
import { badOption } from "./options/explain.js";
import type { Settings } from "./settings.js";
import { platform } from "../runtime/own.js";
import {
  FALLBACK_BASE,
  base,
  combineURL,
  namesHost,
  parse,
  unslashed,
  withoutQuery,
} from "./url.js";

/** Every URL parser reads such a path in the same way: no `//`, no dots to resolve, nothing to encode. */
const PLAIN = /^(\/[\w!$&'()*+,:;=@~-][\w!$&'()*+,.:;=@~%-]*)*\/?(?=[?#]|$)/;

/** The targets of a client's requests and refresh, for one value of `defaults.baseURL`. */
export interface Reach {
  /** `defaults.baseURL` */
  given: unknown;
  /** The same, absolute, if it was relative to the page's path. */
  base: string | undefined;
  /** The token endpoint as written in the options. Without a session, this and the following members are not set. */
  tokenURL: string;
  /** The same, absolute. */
  tokenTarget: string | undefined;
  /** The URL of the server's log-out, as given and absolute. */
  logoutURL: string;
  logoutTarget: string | undefined;
  /** Whether the session covers a request. */
  covers: (url: string, method: string) => boolean;
  origins: Set<string | undefined>;
}

/**
 * The current reach of a client. The application sets `defaults.baseURL` itself, so the scope and the token endpoint
 * follow it. They do not follow a base from a request or an interceptor.
 */
export const reachOf = (client: ClientContext): Reach => {
  const { defaults } = client;
  const given: unknown = Object.hasOwn(defaults, "baseURL")
    ? defaults.baseURL
    : "";
  if (!client.reach || client.reach.given !== given)
    client.reach = makeReach(client, given);
  return client.reach;
};

/** Does the session cover this request? */
export const covers = (client: ClientContext, url: string, method: string) =>
  reachOf(client).covers(url, method);

/** Why the session does not cover a request to its own servers. */
export const PUBLIC = "a public path";

/** Why the session does not cover a request, in words; `undefined` if it does. */
export const outside = (client: ClientContext, url: string, method: string) => {
  const { covers, origins } = reachOf(client);
  if (covers(url, method)) return;
  return origins.has(parse(url)?.origin)
    ? PUBLIC
    : DEVELOPMENT
      ? "another origin than the page's, that of defaults.baseURL, and those in session.origins"
      : "another origin";
};

const makeReach = (client: ClientContext, given: unknown): Reach => {
  const { settings, owner } = client;
  const baseURL = typeof given === "string" ? given : "";
  const relative = baseURL && !namesHost(baseURL) && baseURL[0] !== "/";
  const reach = {
    __proto__: null,
    given,
    base:
      relative && base() !== FALLBACK_BASE ? parse(baseURL)?.href : undefined,
  } as Partial<Reach> as Reach;
  if (!settings) return reach;
  if (owner === client) {
    const { logout, refresh } = settings;
    const within = reach.base ?? baseURL;
    reach.tokenURL = combineURL(refresh.baseURL ?? within, refresh.url ?? "");
    reach.tokenTarget = parse(reach.tokenURL)?.href;
    reach.logoutURL = combineURL(within, logout?.url ?? "");
    reach.logoutTarget = parse(reach.logoutURL)?.href;
  } else Object.assign(reach, endpointsOf(reachOf(owner)));
  return Object.assign(reach, scopeOf(settings, baseURL, reach.tokenTarget));
};

/** A child client refreshes and logs out as its parent does. */
const endpointsOf = ({
  tokenURL,
  tokenTarget,
  logoutURL,
  logoutTarget,
}: Reach) => ({
  tokenURL,
  tokenTarget,
  logoutURL,
  logoutTarget,
});

/** The option that describes a request with the refresh token. */
export type Endpoint = "refresh" | "logout";

/** The URL of the token endpoint or of the log-out, as given and absolute. */
export const endpointOf = (
  client: ClientContext,
  option: Endpoint,
): readonly [string, string | undefined] => {
  const reach = reachOf(client);
  return option === "refresh"
    ? [reach.tokenURL, reach.tokenTarget]
    : [reach.logoutURL, reach.logoutTarget];
};

/**
 * The origins of a session, and whether it covers a request.
 *
 * This is decided here instead of in the core, because public paths may be JavaScript regular expressions, and because
 * encoding a URL of 40 characters for the engine takes 0.15 µs to 0.3 µs (Node 20), while all of this takes 0.9 µs to
 * 1.2 µs. `src/http/scope.rs` does the same for the Rust client.
 *
 * @param settings those of `readOptions`
 * @param baseURL the client's
 * @param tokenURL absolute
 */
export const scopeOf = (
  settings: Pick<Settings, "origins" | "public" | "refresh">,
  baseURL: string | undefined,
  tokenURL: string | undefined,
): {
  origins: Set<string | undefined>;
  covers: (url: string, method: string) => boolean;
} => {
  const page =
    base() === FALLBACK_BASE ? FALLBACK_BASE : platform("location")?.origin;
  const client = baseURL ? parse(baseURL) : undefined;
  const origins = [page, client?.origin, ...settings.origins].filter(
    (origin): origin is string => !!origin && origin !== "null",
  );
  const root = parse("/")?.origin ?? "";
  const rooted = origins.includes(root);

  const within = unslashed(client?.pathname ?? "");
  const exact = new Set();
  const patterns: RegExp[] = [];
  for (const path of settings.public)
    if (typeof path === "string")
      for (const whole of [path, within + path])
        exact.add(new URL(FALLBACK_BASE + whole).pathname);
    else patterns.push(path);
  const { call, method: refreshMethod } = settings.refresh;
  const endpoint = !call && tokenURL ? parse(tokenURL) : undefined;

  return {
    origins: new Set(origins),
    covers: (url, method) => {
      let own =
        url[0] === "/"
          ? rooted && ""
          : origins.find((origin) => url.startsWith(origin));
      let path =
        typeof own === "string" && PLAIN.exec(url.slice(own.length))?.[0];
      if (!path) {
        const parsed = parse(url);
        // A blob URL has the origin of the page that created it, but no server.
        if (
          !parsed ||
          parsed.protocol === "blob:" ||
          !origins.includes(parsed.origin)
        )
          return false;
        path = parsed.pathname;
        own = parsed.origin;
      }
      return !(
        exact.has(path) ||
        // This is the refresh itself. Another method at the same path is an ordinary request.
        (path === endpoint?.pathname &&
          method === refreshMethod &&
          (own || root) === endpoint.origin) ||
        // Not `test`, because a regular expression with `g` would remember its position.
        patterns.some((pattern) => path.search(pattern) >= 0)
      );
    },
  };
};

/**
 * Throws if the refresh token would leave the session's origins.
 * @param early whether there is nothing to send yet
 */
export const checkEndpoint = (
  client: SessionContext,
  option: Endpoint,
  early: boolean = false,
) => {
  const { origins } = reachOf(client.owner);
  const [url, target] = endpointOf(client.owner, option);
  const found = target ? parse(target) : undefined;
  if (
    !found
      ? // For example in a frame without its own address, whose client may get a base later.
        early
      : origins.has(found.origin) ||
        // A relative URL on a page without an origin, such as `file://`.
        (found.origin === "null" && found.protocol === parse("")?.protocol)
  )
    return;
  const where = found ? found.origin : withoutQuery(url);
  throw badOption(
    "session." + option,
    DEVELOPMENT &&
      `\`session.${option}\` would send the refresh token to ${where}, which is neither the page's origin nor that of \`baseURL\`. If it may have the tokens, name it: \`origins: [${JSON.stringify(found?.origin ?? "https://auth.example.com")}]\`.`,
  );
};
