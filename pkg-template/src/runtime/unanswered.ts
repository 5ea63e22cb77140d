// A refresh by cookie goes on when its page is reloaded in the middle of it (`keepalive`), while the lock is freed
// with the page. The next page waits for the cookie that it brings, so that the spent one is not sent again.

import { Limit } from "../protocol.js";
import { platform } from "./own.js";

/**
 * The request to the token endpoint is sent.
 * @param name of the session's lock
 */
export const opened = (name: string) => {
  try {
    platform("localStorage")!.setItem(name + " sent", String(Date.now()));
  } catch {
    // Without a store, the next page does not wait.
  }
};

/** Its answer is there, or none comes. */
export const closed = (name: string) => {
  try {
    platform("localStorage")!.removeItem(name + " sent");
  } catch {
    // Nothing was stored either.
  }
};

/** How long to wait for the answer that a former page has not lived to see, in ms. */
export const unanswered = (name: string) => {
  try {
    const sent = platform("localStorage")!.getItem(name + " sent");
    const left = sent ? +sent + Limit.UnansweredMs - Date.now() : 0;
    // A clock that was set back meanwhile makes nobody wait longer.
    return left > 0 ? Math.min(left, Limit.UnansweredMs) : 0;
  } catch {
    return 0;
  }
};
