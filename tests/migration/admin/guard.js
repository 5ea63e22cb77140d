// @ts-check
// The template's guard against a double click: a POST or PUT with the same data is not sent twice in a short time. It
// stays as it is, as a request interceptor.

/** 1000 in templates; a test's machine may be busy. */
const INTERVAL_MS = 20_000;

let last = { request: "", at: 0 };

/** @param {{ method?: string, url?: string, data?: unknown }} config */
export const refuseRepeated = (config) => {
  if (!/^(post|put)$/i.test(config.method ?? "")) return config;
  const { data } = config;
  const request =
    config.url + (typeof data === "string" ? data : JSON.stringify(data));
  const repeated = request === last.request;
  const elapsed = Date.now() - last.at;
  last = { request, at: Date.now() };
  if (repeated && elapsed < INTERVAL_MS)
    throw new Error("The data is being processed. Do not submit it twice.");
  return config;
};
