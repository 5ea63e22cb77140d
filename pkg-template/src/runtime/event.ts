// What the core's events are called.

import { EVENTS, EventKind } from "../protocol.js";

/** Those that befall a single request. */
export const OF_REQUESTS = [
  EventKind.Refused,
  EventKind.Waiting,
  EventKind.Retried,
];

/** An event as listeners get it: `{ type: "refreshed", by: "this-tab" }`. */
export const eventOf = (kind: EventKind, detail: number) => {
  const [type, name, words] = EVENTS[kind]!;
  return name ? { type, [name]: words ? words[detail] : detail } : { type };
};
