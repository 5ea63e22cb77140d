// @ts-check
// What every peer shares: the token store, and the one request that buys a new access token (back end B of
// the demo server: the refresh token stays the same).

export const accessToken = () => localStorage.getItem("accessToken");

/** @param {string} baseURL */
export const exchange = async (baseURL) => {
  const response = await fetch(baseURL + "/refresh-token", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      refreshToken: localStorage.getItem("refreshToken"),
    }),
  });
  if (!response.ok) throw new Error("the refresh was refused");
  const { token } = await response.json();
  localStorage.setItem("accessToken", token);
  return token;
};

/**
 * `exchange`, once for all who ask while it runs: for the peers whose documentation shows a hook, and leaves
 * the sharing to whoever writes it.
 * @param {string} baseURL
 */
export const exchangeOnce = (baseURL) => {
  /** @type {Promise<string> | undefined} */
  let running;
  return () =>
    (running ??= exchange(baseURL).finally(() => {
      running = undefined;
    }));
};
