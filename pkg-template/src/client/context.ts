// The context that a client passes to each of its requests. `openClient` in open.ts creates it.

import type { Credential } from "../protocol.js";
import type { Session } from "../runtime/session.js";
import type { Defaults, Fetch } from "./request.js";
import type { Reach } from "./scope.js";
import type { Settings } from "./settings.js";
import type { Surface } from "./surface.js";

/** The context of a client; `if (client.session)` distinguishes the two kinds. */
export type ClientContext = SessionContext | PlainContext;

/** The context of a client with a session. */
export interface SessionContext extends CommonContext {
  session: Session;
  settings: Settings;
  /** The client whose token endpoint this client uses: itself, or its parent. */
  owner: SessionContext;
  /** The credential with which a refresh obtains a new access token. */
  credential: Credential;
  /** How long to wait for the lock, in milliseconds. */
  lockTimeout: number;
  /** How long a request waits for a refresh, in milliseconds. */
  waiterTimeout: number;
}

/** The context of a client without a session. */
export interface PlainContext extends CommonContext {
  session?: undefined;
  settings?: undefined;
  owner?: undefined;
}

interface CommonContext {
  /** The surface that created the client. */
  surface: Surface;
  /** The client's own `fetch` or the platform's, looked up at each call. */
  fetch: Fetch;
  /** The application sees these defaults and may change them. */
  defaults: Defaults;
  /** The scope for the current `defaults.baseURL`; `reachOf` in scope.ts keeps it. */
  reach?: Reach | undefined;
}
