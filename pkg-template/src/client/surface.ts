// A surface is everything in which `everfetch` and `everfetch/axios` differ. The rest is in client.ts.

import type { ClientContext } from "./context.js";
import type { InterceptorManager } from "./interceptors.js";
import type { Defaults, Fetch, GivenConfig, MergedConfig } from "./request.js";
import type { Shaped } from "./steps.js";

/** The handlers that run before and after each request of a client. */
export interface Interceptors {
  request: InterceptorManager<MergedConfig>;
  response: InterceptorManager<Shaped>;
}

export interface Surface {
  /** The defaults that the application's own override. */
  defaults: object;
  /** Checks the options of `createClient()`, and merges them over these defaults. */
  configure(base: object, options: object): Defaults;
  /** Checks a config, and sends a request with it. */
  call(
    client: ClientContext,
    interceptors: Interceptors,
    given: GivenConfig,
  ): Promise<Shaped>;
  /** The URL of a request with this config. */
  urlOf(defaults: Defaults, config: GivenConfig): string;
  /** Members of its clients in addition to those of every client. */
  members:
    ((api: Api, client: ClientContext) => Record<string, unknown>) | undefined;
  /** Sends the refresh if the application has replaced fetch. */
  adapter: ((client: ClientContext) => Fetch | undefined) | undefined;
}

/** A client as the internal code sees it. */
export interface Api {
  (first: unknown, second?: unknown): Promise<Shaped>;
  [member: string]: unknown;
}
