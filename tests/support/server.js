// @ts-check
// The demo server's control interface, by the platform's own fetch.

/**
 * @param {string} url
 * @param {string} [body] JSON; without one it is a GET
 */
export const control = async (url, body) => {
  const init = body === undefined ? {} : { method: "POST", body };
  const response = await fetch(url, init);
  const text = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text}`);
  return text ? JSON.parse(text) : null;
};
