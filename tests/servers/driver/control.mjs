// @ts-check
// What each server program of ours answers below `/control`, beside the real library: `GET log`, `POST users`,
// `POST revoke`, `GET sessions`.

/** @param {string} origin @returns {import("./types.mjs").BackEnd} */
export const controlled = (origin) => {
  /** @param {string} path @param {object} [body] */
  const call = async (path, body) => {
    const response = await fetch(`${origin}/control/${path}`, {
      method: body ? "POST" : "GET",
      headers: { "Content-Type": "application/json" },
      body: body && JSON.stringify(body),
    });
    if (!response.ok)
      throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  return {
    log: () => call("log"),
    register: (user) => call("users", user),
    revoke: ({ username }) => call("revoke", { username }),
    sessions: ({ username }) =>
      call(`sessions?username=${encodeURIComponent(username)}`),
  };
};
