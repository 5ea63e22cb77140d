// The log-out at the server (`session.logout`): its content and its result. The core decides when it is sent, and after
// which refresh.

import { credentials } from "../client/config.js";
import type { SessionContext } from "../client/context.js";
import { checkEndpoint } from "../client/scope.js";
import { Call, Parting } from "../protocol.js";
import { apart } from "./own.js";
import { says } from "./refusal.js";
import type { Reply } from "./reply.js";
import { openController } from "./signal.js";
import { within } from "./time.js";
import { inWords, sendToken } from "./token-request.js";

export class LogOut {
  declare client: SessionContext;
  /** The newest tokens of the session. */
  declare access: string | undefined;
  declare refresh: string | undefined;
  /** Resolves when the log-out has been answered, has failed, or has taken too long. */
  declare done: Promise<unknown>;
  declare settle: (nothing?: unknown) => void;

  constructor(client: SessionContext, parting: Parting) {
    const { access, refresh } = client.session;
    this.client = client;
    this.access = parting === Parting.Expired ? undefined : access;
    this.refresh = refresh;
    const settled = new Promise((resolve) => (this.settle = resolve));
    this.done = within(settled, client.settings.refresh.timeout);
  }

  /** A refresh has replaced the tokens. */
  take({ access, refresh }: Reply) {
    this.access = access;
    this.refresh = refresh ?? this.refresh;
  }

  /**
   * Sends the log-out in the caller's task, because the page may be about to close.
   * @param last whether a refresh precedes it, so that another would not help
   */
  async send(last: boolean) {
    const { access, client } = this;
    const { session, settings } = client;
    const { byCookie, marker } = session;
    // A marker represents a cookie.
    const refresh = this.refresh === marker ? undefined : this.refresh;
    const { expired, header, scheme } = settings;
    const { timeout } = settings.refresh;
    const controller = openController();
    try {
      checkEndpoint(client, "logout");
      const token = byCookie ? "" : (access ?? "");
      const value = token && credentials(scheme, token);
      const bearer = [header, value, token] as const;
      const sent = sendToken(
        client,
        "logout",
        refresh,
        controller.signal,
        bearer,
      );
      const answer = await within(sent, timeout);
      if (DEVELOPMENT)
        session.trace?.(
          `${this} ${answer ? `was answered with ${answer.status || "a redirect"}` : `got no answer within ${timeout} ms`}`,
        );
      if (answer && !last && (await says(expired, answer, () => {}, 401)))
        if (this.again()) return;
      // No code reads the answer. In Node, `abort` alone is an unhandled rejection if a clone has been read in part.
      answer?.body?.cancel().catch(() => {});
    } catch {
      if (DEVELOPMENT) session.trace?.(this + " could not be sent");
    }
    controller.abort();
    this.settle();
  }

  /** The server rejected the log-out like an expired token. Returns whether it is sent again after a refresh. */
  again() {
    const { client } = this;
    const { id, wasm } = client.session;
    client.session.leaving = this;
    const comes = wasm[Call.logOutRefused](
      id,
      client.credential,
      !!this.refresh,
    );
    if (comes) this.access = undefined;
    client.session.perform(client);
    return comes;
  }

  toString() {
    return "the log-out " + inWords(this.client, "logout");
  }
}

apart(LogOut);
