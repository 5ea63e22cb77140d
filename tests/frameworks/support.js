// @ts-check
// A user of the demo server, with the server's control interface; and clients, on it and on a stub.

import { createClient } from "everfetch";
import { inject } from "vitest";

const origin = /** @type {any} */ (inject)("origin");

/** @param {string} path @param {any} [body] */
const control = async (path, body) => {
  const init = { method: "POST", body: JSON.stringify(body ?? {}) };
  const answer = await fetch(`${origin}/control/${path}`, init);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.status === 204 ? undefined : answer.json();
};

/** A user that no other test has. */
export const newUser = async () => {
  const { username, password } = await control("users");
  return {
    username,
    password,
    /** What the control interface does: `expire`, `hold`, `release`, `refresh` with a fault. */
    does: (/** @type {string} */ what, /** @type {any} */ body) =>
      control(`${username}/${what}`, body),
    counts: async (wanted = "") =>
      (await fetch(`${origin}/control/${username}?${wanted}`)).json(),
  };
};

/** A server's own way to refuse a refresh, for the next one. */
export const REFUSE = { action: "refuse" };
/** A signed-out session, for as long as the test runs. */
export const OUTAGE = { action: "status", status: 503, times: 1000 };

/**
 * A client of back end E, which is OAuth's: two tokens, in memory.
 * @param {any} [session] more of its options
 */
export const oauthClient = (session) => {
  const api = createClient({
    baseURL: `${origin}/e`,
    session: {
      storage: "memory",
      loginURL: false,
      ...session,
      refresh: {
        url: "/token",
        send: "form",
        extra: { client_id: "everfetch-demo" },
        retries: 0,
      },
      public: ["/token"],
    },
  });
  const logIn = async (/** @type {any} */ { username, password }) => {
    const grant = { grant_type: "password", client_id: "everfetch-demo" };
    const form = new URLSearchParams({ ...grant, username, password });
    return (await api.post("/token", form)).data;
  };
  return { api, logIn };
};

/**
 * A client of back end F, whose refresh token is a cookie. There is none in Node: so a jar of its own, which
 * outlives the client as a browser's outlives the page.
 * @param {Map<string, string>} jar
 * @param {any} [session] more of its options
 */
export const cookieClient = (jar, session) => {
  const api = createClient({
    baseURL: `${origin}/f`,
    fetch: async (input, init = {}) => {
      const headers = new Headers(init.headers);
      const cookies = [...jar].map(([name, value]) => `${name}=${value}`);
      if (cookies.length) headers.set("Cookie", cookies.join("; "));
      const answer = await fetch(input, { ...init, headers });
      for (const line of answer.headers.getSetCookie()) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (value) jar.set(name, value);
        else jar.delete(name);
      }
      return answer;
    },
    session: {
      storage: "memory",
      loginURL: false,
      refresh: {
        url: "/auth/refresh",
        send: "cookie",
        headers: { "X-CSRF": "1" },
        retries: 0,
      },
      ...session,
      public: ["/auth/login", "/auth/logout"],
    },
  });
  const logIn = async (/** @type {any} */ { username, password }) =>
    (await api.post("/auth/login", { username, password })).data;
  return { api, logIn };
};

/** The refresh of back end F as a function: nothing says beforehand whether there is a cookie. */
export const refreshOfF = async (/** @type {any} */ context) => {
  const answer = await context.fetch(`${origin}/f/auth/refresh`, {
    method: "POST",
    headers: { "X-CSRF": "1" },
  });
  if (!answer.ok) throw answer;
  return answer.json();
};

/** A token that names its user, unsigned. */
export const tokenOf = (/** @type {string} */ sub) =>
  ["{}", JSON.stringify({ sub }), ""].map(btoa).join(".");

/** A client whose server is down. */
export const bareClient = () =>
  createClient({
    baseURL: "http://nowhere.invalid/",
    fetch: () => Promise.reject(new TypeError("no server")),
    session: {
      storage: "memory",
      loginURL: false,
      refresh: { url: "/refresh", retries: 0 },
    },
  });
