// What a surface is: everything in which `everfetch` and `everfetch/axios` differ. The rest is client.ts's.

import type { ClientContext } from "./context.js";
import type { InterceptorManager } from "./interceptors.js";
import type { Defaults, Fetch, GivenConfig, MergedConfig } from "./request.js";
import type { Shaped } from "./steps.js";

/** What runs before and after each request of a client. */
export interface Interceptors {
  request: InterceptorManager<MergedConfig>;
  response: InterceptorManager<Shaped>;
}

export interface Surface {
  /** The defaults beneath those of the application. */
  defaults: object;
  /** Checks the options of `createClient()`, and lays them over these defaults. */
  configure(base: object, options: object): Defaults;
  /** Checks a config, and sends a request with it. */
  call(
    client: ClientContext,
    interceptors: Interceptors,
    given: GivenConfig,
  ): Promise<Shaped>;
  /** The URL of a request with this config. */
  urlOf(defaults: Defaults, config: GivenConfig): string;
  /** Members that its clients have besides those of every client. */
  members:
    ((api: Api, client: ClientContext) => Record<string, unknown>) | undefined;
  /** What sends the refresh, where the application has replaced fetch. */
  adapter: ((client: ClientContext) => Fetch | undefined) | undefined;
}

/** A client as its own code sees it. */
export interface Api {
  (first: unknown, second?: unknown): Promise<Shaped>;
  [member: string]: unknown;
}
