// What the wasm's events are called: src/bindings.rs numbers them in this order.

/** Why a session ended. */
export const REASONS = [
  "refused",
  "no-refresh-token",
  "signed-out-elsewhere",
  "user-changed",
];

/** The type, the name of what it has to tell besides, and the words for that. */
const EVENTS: [string, string?, string[]?][] = [
  ["signed-in"],
  ["signed-out"],
  ["refused", "status"],
  ["waiting", "waiting"],
  ["refresh-started"],
  ["refreshed", "by", ["this-tab", "other-tab"]],
  ["refresh-failed", "code", ["ERR_SESSION_ENDED", "ERR_REFRESH_UNAVAILABLE"]],
  ["retried"],
  ["ended", "reason", REASONS],
];

/** Those that befall a single request: refused, waiting, retried. */
export const OF_REQUESTS = [2, 3, 7];

export const eventOf = (kind: number, detail: number) => {
  const [type, name, words] = EVENTS[kind]!;
  return name ? { type, [name]: words ? words[detail] : detail } : { type };
};
