// A refresh by cookie continues when its page is reloaded (`keepalive`), although the lock is released with the page.
// The next page waits for the cookie from that refresh, so that the used cookie is not sent again.

import { Limit } from "../protocol.js";
import { platform } from "./own.js";

/**
 * Records that a request to the token endpoint was sent.
 * @param name the name of the session's lock
 */
export const opened = (name: string) => {
  try {
    platform("localStorage")!.setItem(name + " sent", String(Date.now()));
  } catch {
    // Without a store, the next page does not wait.
  }
};

/** Records that the answer has arrived, or that none will come. */
export const closed = (name: string) => {
  try {
    platform("localStorage")!.removeItem(name + " sent");
  } catch {
    // Nothing was stored in that case.
  }
};

/** How long to wait, in ms, for an answer that the previous page could no longer receive. */
export const unanswered = (name: string) => {
  try {
    const sent = platform("localStorage")!.getItem(name + " sent");
    const left = sent ? +sent + Limit.UnansweredMs - Date.now() : 0;
    // If the clock has been set back in the meantime, the wait does not become longer.
    return left > 0 ? Math.min(left, Limit.UnansweredMs) : 0;
  } catch {
    return 0;
  }
};
