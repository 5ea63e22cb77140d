// A request of `everfetch`, from its config to fetch and back.

import { checkConfig, configure, mergeConfig } from "./config.js";
import type { ClientContext } from "./context.js";
import { Exchange, type Plan } from "./exchange.js";
import { EverfetchHeaders, received } from "./headers.js";
import { chain, type Handler, intercept } from "./interceptors.js";
import type { MergedConfig, RequestFacts } from "./request.js";
import {
  checkSignal,
  explain,
  factsOf,
  initOf,
  settle,
  targetOf,
  type Shaped,
} from "./steps.js";
import type { Surface } from "./surface.js";
import { bodyOf, parseJSON, read } from "./transform.js";
import { pinned, sameOrigin, urlOf } from "./url.js";
import { cookie } from "./xsrf.js";
import { own, platform } from "../runtime/own.js";

/** The surface of `everfetch`. */
export const lean: Surface = {
  defaults: {
    timeout: 0,
    validateStatus: (status: number) => status >= 200 && status < 300,
    headers: { Accept: "application/json, text/plain, */*" },
  },
  configure,
  call: async (client, interceptors, given) => {
    checkConfig(given, "the request");
    const config = mergeConfig(client.defaults, given);
    // Checked here, because the request belongs to the application's own refresh however late the interceptors send it.
    if (client.session?.asking) config.session = false;
    return intercept(interceptors, config, (ready, again) =>
      send(client, ready, again),
    );
  },
  urlOf: (defaults, config) => urlOf(mergeConfig(defaults, config)),
  // All members are set, so that none is read from a polluted `Object.prototype`.
  adapter: undefined,
  members: undefined,
};

/** @param again the interceptors to run before the request is sent again */
const send = (
  client: ClientContext,
  given: object,
  again: Handler<MergedConfig>[],
): Promise<Shaped> => {
  const config = copied(given);
  checkSignal(config);
  // The config as the interceptors left it, which they receive once more.
  const origin = again.length ? copied(config) : undefined;
  const plan = planOf(client, config);
  const request = factsOf(plan, config);
  const exchange = new Exchange(client, config, plan, (ready) =>
    client.fetch(pinned(ready.url, ready.target), marked(config, ready)),
  );
  if (origin)
    exchange.renew = async () => {
      const changed = await chain(Promise.resolve(copied(origin)), again);
      Object.assign(config, copied(changed));
      const plan = planOf(client, config);
      exchange.take(plan);
      Object.assign(request, factsOf(plan, config));
    };
  return answer(exchange, config, request);
};

/** A copy of the config whose headers are an instance of the class that the rest of the code expects. */
const copied = (config: object): MergedConfig => {
  const copy = own(config as MergedConfig);
  copy.headers = new EverfetchHeaders(copy.headers) as MergedConfig["headers"];
  return copy;
};

const planOf = (client: ClientContext, config: MergedConfig): Plan => {
  const body = bodyOf(config.data, config.headers);
  const url = urlOf(config);
  const target = targetOf(client, config, url, urlOf);
  return { url, target, init: initOf(config, body) };
};

/** The init with the current double-submit token from the cookie (G25). */
const marked = (config: MergedConfig, { init, target, url }: Exchange) => {
  const xsrf = config.xsrf as Xsrf | undefined;
  const token =
    xsrf &&
    platform("document") &&
    sameOrigin(target ?? url) &&
    cookie(xsrf.cookie, init.method);
  if (!token) return init;
  const name = xsrf.header.toLowerCase();
  return own({ ...init, headers: own({ ...init.headers, [name]: token }) });
};

/** The cookie whose value is sent in a header to the page's own origin. */
interface Xsrf {
  cookie: string;
  header: string;
}

/** A separate function: in a burst, thousands of these wait at once, and each keeps its variables alive. */
const answer = async (
  exchange: Exchange,
  config: MergedConfig,
  request: RequestFacts,
): Promise<Shaped> => {
  const shape = async (native: Response): Promise<Shaped> => ({
    data: await dataOf(native, config.responseType),
    status: native.status,
    statusText: native.statusText,
    headers: received(new EverfetchHeaders(), native.headers),
    config,
    request,
    native,
  });
  let response;
  try {
    const native = await exchange.perform();
    request.responseURL = native.url ?? "";
    response = await shape(native);
  } catch (error) {
    throw await explain(error, exchange, config, request, shape);
  } finally {
    exchange.done();
  }
  return settle(response);
};

/** Parses the body if it is JSON, unless the caller asks for another type. */
const dataOf = async (native: Response, responseType: string | undefined) => {
  const data = await read(native, responseType);
  if (typeof data !== "string" || !/^(json)?$/.test(responseType ?? ""))
    return data;
  const parsed = parseJSON(data);
  return parsed === undefined ? data : parsed;
};
