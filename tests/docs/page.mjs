// @ts-check
// What Node lacks of a page: an address, stores, cookies, and a fetch that knows where a relative URL leads. It
// has nothing to look at: for that, dom.mjs.

/** The back end of the documentation: back end B of the demo server, under the names that pages use. */
const ORDINARY = new Map([
  ["/auth/login", "/login"],
  ["/auth/refresh", "/refresh-token"],
]);

/** Hosts that stand for a back end of the reader's own. */
const THEIRS = /(^|\.)example\.com$|^localhost:3000$/;

/**
 * Puts a page around this process.
 * @param {object} options
 * @param {string} options.server the demo server's origin
 * @param {string} options.backEnd its letter; "" for the ordinary one
 * @param {Record<string, (request: Request) => Response | Promise<Response>>} options.routes
 */
export const openPage = ({ server, backEnd, routes }) => {
  const location = new URL("/", server);
  const platform = { fetch: globalThis.fetch, Request: globalThis.Request };
  /** @type {Map<string, string>} */
  const cookies = new Map();
  /** @type {string[]} */
  const visited = [];
  /** @type {string[]} */
  const unserved = [];
  let pending = 0;

  /** @param {URL} url */
  const atServer = (url) => {
    const own = url.origin === location.origin;
    if (!own && !THEIRS.test(url.host))
      throw new TypeError(`no server answers for ${url.origin} here`);
    const path = url.pathname.replace(/^\/api(?=\/|$)/, "");
    if (own && path === url.pathname)
      return new URL(url.pathname + url.search, server);
    const known = backEnd ? path : (ORDINARY.get(path) ?? path);
    return new URL(`/${backEnd || "b"}${known}${url.search}`, server);
  };

  /** @param {Request} request */
  const answer = async (request) => {
    const url = new URL(request.url);
    const route =
      routes[`${request.method} ${url.origin}${url.pathname}`] ??
      routes[`${request.method} ${url.pathname}`];
    if (route) return route(request);
    // B has no log-out of its own.
    if (!backEnd && /\/auth\/logout$/.test(url.pathname))
      return new Response(null, { status: 204 });
    const headers = new Headers(request.headers);
    if (request.credentials !== "omit" && cookies.size)
      headers.set(
        "cookie",
        [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
      );
    const body = request.body ? await request.arrayBuffer() : undefined;
    const { method, signal, redirect } = request;
    const response = await platform.fetch(atServer(url), {
      method,
      headers,
      signal,
      redirect,
      ...(body ? { body } : {}),
    });
    for (const line of response.headers.getSetCookie()) keep(line);
    // The demo server has no other: a snippet that asks for what is not there proves nothing.
    if (response.status === 404 || response.status === 405)
      unserved.push(`${method} ${url.pathname}`);
    return response;
  };

  /** @param {string} line of Set-Cookie */
  const keep = (line) => {
    const [pair, ...attributes] = line.split(/;\s*/);
    const [name, value] = pair.split(/=(.*)/s);
    if (attributes.some((attribute) => /^max-age=0$/i.test(attribute)))
      cookies.delete(name);
    else cookies.set(name, value);
  };

  class PageRequest extends platform.Request {
    /** @param {any} input @param {any} [init] */
    constructor(input, init) {
      super(
        input instanceof platform.Request
          ? input
          : new URL(String(input), location),
        init,
      );
    }
  }

  Object.assign(globalThis, {
    location: {
      href: location.href,
      origin: location.origin,
      protocol: location.protocol,
      host: location.host,
      pathname: location.pathname,
      search: "",
      hash: "",
      /** @param {string} url */
      assign: (url) => visited.push(String(url)),
    },
    localStorage: store(),
    sessionStorage: store(),
    Request: PageRequest,
    /** @param {any} input @param {any} [init] */
    fetch: async (input, init) => {
      pending += 1;
      try {
        return await answer(new PageRequest(input, init));
      } finally {
        pending -= 1;
      }
    },
  });
  // Other processes of Node are no tabs.
  Reflect.deleteProperty(globalThis, "BroadcastChannel");

  return {
    platform,
    cookies,
    visited,
    unserved,
    /** Waits until no request is pending any more. */
    settled: async () => {
      for (let quiet = 0; quiet < 3; quiet = pending ? 0 : quiet + 1)
        await new Promise((done) => setTimeout(done, pending ? 10 : 0));
    },
    /** Where the back end of this page is, at the server. @param {string} path */
    url: (path) => String(atServer(new URL("/api" + path, location))),
  };
};

/** As `localStorage` is. */
const store = () => {
  /** @type {Map<string, string>} */
  const items = new Map();
  return {
    get length() {
      return items.size;
    },
    /** @param {number} index */
    key: (index) => [...items.keys()][index] ?? null,
    /** @param {string} key */
    getItem: (key) => items.get(key) ?? null,
    /** @param {string} key @param {string} value */
    setItem: (key, value) => void items.set(key, String(value)),
    /** @param {string} key */
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
  };
};
