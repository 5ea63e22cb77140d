import type { Session } from "./index.js";

/** The rows of a {@link Timeline}. */
export type TimelineKind =
  | "sent"
  | "refused"
  | "waiting"
  | "refresh"
  | "retried"
  | "answered"
  | "failed";

/**
 * A burst of requests as a picture: a row for each kind of event, time from left to right.
 *
 * ```ts
 * const timeline = new Timeline(document.querySelector("#timeline"));
 * timeline.follow(api.session);
 * timeline.begin();
 * ```
 */
export class Timeline {
  /**
   * @param host the element that it is drawn in, in a shadow root.
   * @param options `auto`: it begins by itself after a pause of 5 seconds, and has no empty rows.
   */
  constructor(host: HTMLElement, options?: { auto?: boolean });

  /** Wipes the picture and starts the clock. */
  begin(): void;

  /** Stops the clock. */
  end(): void;

  /** Records an event. Default of `value`: 1; for `"waiting"` it is the queue's length. */
  mark(kind: TimelineKind, value?: number): void;

  /** Records what a session tells, until what this returns is called. */
  follow(session: Session): () => void;
}
