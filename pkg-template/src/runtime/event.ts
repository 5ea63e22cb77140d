// The names of the core's events.

import { EVENTS, EventKind } from "../protocol.js";

/** The events of a single request. */
export const OF_REQUESTS = [
  EventKind.Refused,
  EventKind.Waiting,
  EventKind.Retried,
];

/** An event as passed to listeners: `{ type: "refreshed", by: "this-tab" }`. */
export const eventOf = (kind: EventKind, detail: number) => {
  const [type, name, words] = EVENTS[kind]!;
  return name ? { type, [name]: words ? words[detail] : detail } : { type };
};
