// @ts-check
// A page with one of the apps in it, in a frame. It notes what goes over the line and what its user gets to
// see, and delays what the scenario wants delayed; the app itself knows nothing of that.

/**
 * A request that was sent; without a status while it is under way.
 *
 * @typedef {{ url: string, status?: number }} Exchange
 */

export const page = {
  /** @type {any} What the app exports, once it has loaded. */
  app: undefined,
  /** @type {Exchange[]} */
  line: [],
  /** @type {string[]} Where the page would have gone. */
  left: [],
  /** @type {string[]} The messages that it has shown to its user. */
  messages: [],
  /** @type {{ part: string, opened: Promise<unknown> } | undefined} URLs with this part wait until then. */
  gate: undefined,
};
Object.assign(window, { page });

/**
 * Notes a request, and returns what notes its answer.
 *
 * @param {string} url
 */
function sent(url) {
  /** @type {Exchange} */
  const exchange = { url };
  page.line.push(exchange);
  return (/** @type {number} */ status) => void (exchange.status = status);
}

/** @param {string} url */
const gateOf = (url) =>
  page.gate && url.includes(page.gate.part) ? page.gate.opened : undefined;

// What everfetch uses.
const platform = window.fetch;
window.fetch = async (input, init) => {
  const url = input instanceof Request ? input.url : String(input);
  const answered = sent(url);
  try {
    await gateOf(url);
    const response = await platform(input, init);
    answered(response.status);
    return response;
  } catch (error) {
    answered(0);
    throw error;
  }
};

// What axios uses. Its headers are set by then, so what waits here goes out late with an early token.
window.XMLHttpRequest = class extends XMLHttpRequest {
  #url = "";

  /** @param {[method: string, url: string | URL, ...rest: any]} args */
  open(...args) {
    this.#url = String(args[1]);
    // @ts-expect-error One signature of two.
    super.open(...args);
  }

  /** @param {XMLHttpRequestBodyInit} [body] */
  send(body) {
    const answered = sent(this.#url);
    // Behind axios's own listener: when this one runs, axios has already acted on the answer.
    this.addEventListener("loadend", () => answered(this.status));
    const gate = gateOf(this.#url);
    if (gate) gate.then(() => super.send(body));
    else super.send(body);
  }
};

// axios looks a cookie up before it sends, and this store answers from another process. Without it axios
// reads `document.cookie`: nothing is then under way that is not on the line.
Object.defineProperty(window, "cookieStore", { value: undefined });

// It stays where it is, as with a router that changes the view, so that what it does next can be seen.
// @ts-ignore Newer than TypeScript's library.
window.navigation.addEventListener("navigate", (event) => {
  if (!event.cancelable) return;
  page.left.push(new URL(event.destination.url).pathname);
  event.preventDefault();
});

window.alert = (text) => void page.messages.push(text);

const app = new URLSearchParams(location.search).get("app");
page.app = await import(`/apps/${app}.js`);
