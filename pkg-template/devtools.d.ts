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
 * Draws a burst of requests as a picture: a row for each kind of event, with time from left to right.
 *
 * @example
 * const timeline = new Timeline(document.querySelector("#timeline"));
 * timeline.follow(api.session);
 * timeline.begin();
 */
export class Timeline {
  /**
   * @param host the element that contains the picture, in a shadow root.
   * @param options `auto`: start again after a pause of 5 seconds, and leave out empty rows.
   */
  constructor(host: HTMLElement, options?: { auto?: boolean });

  /** Clears the picture and starts the clock. */
  begin(): void;

  /** Stops the clock. */
  end(): void;

  /**
   * Records an event.
   *
   * @param value by default, 1. For `"waiting"`, the number of waiting requests.
   */
  mark(kind: TimelineKind, value?: number): void;

  /**
   * Records the events of a session.
   *
   * @returns a function that stops recording.
   */
  follow(session: Session): () => void;
}
