// @ts-check
// Signals: when they fire, and with what.

import { failure, outcome } from "../trial.js";

/** @type {import("../standard.js").Case[]} */
export default [
  [
    "a signal that has fired rejects, and nothing is sent",
    async (t) => {
      const rejected = await outcome(
        t.fetch(t.url(), { signal: AbortSignal.abort() }),
      );
      return [rejected, await t.arrivals()];
    },
  ],
  [
    "the reason itself is what rejects",
    async (t) => {
      const reason = new Error("mine");
      const signal = AbortSignal.abort(reason);
      return t.fetch(t.url(), { signal }).catch((error) => error === reason);
    },
    true,
  ],
  [
    "a reason need not be an error",
    async (t) => {
      const reasons = [];
      for (const reason of ["text", 0, null, {}]) {
        const signal = AbortSignal.abort(reason);
        const same = (/** @type {any} */ error) => error === reason;
        reasons.push(await t.fetch(t.url(), { signal }).catch(same));
      }
      return reasons;
    },
    [true, true, true, true],
  ],
  [
    "a body is used even where the signal has fired",
    async (t) => {
      const init = { method: "POST", body: "b", signal: AbortSignal.abort() };
      const request = new Request(t.url(), init);
      return [await failure(t.fetch(request)), request.bodyUsed];
    },
    ["AbortError", true],
  ],
  [
    "a signal that fires right after the call",
    async (t) => {
      const abort = new AbortController();
      const pending = outcome(
        t.fetch(t.url({ end: "never" }), { signal: abort.signal }),
      );
      abort.abort();
      return pending;
    },
  ],
  [
    "a signal that fires a turn after the call",
    async (t) => {
      const abort = new AbortController();
      const reason = { mine: true };
      const pending = t
        .fetch(t.url({ end: "never" }), { signal: abort.signal })
        .catch((error) => error === reason);
      await null;
      abort.abort(reason);
      return pending;
    },
    true,
  ],
  [
    "a signal that fires before the answer",
    async (t) => {
      const abort = new AbortController();
      const reason = new Error("mine");
      const pending = t
        .fetch(t.url({ end: "never" }), { signal: abort.signal })
        .catch((error) => error === reason);
      await t.arrived();
      abort.abort(reason);
      return pending;
    },
    true,
  ],
  [
    "a signal that fires in the middle of the body",
    async (t) => {
      const abort = new AbortController();
      const url = t.url({ pieces: ["first"], end: "body-never" });
      const response = await t.fetch(url, { signal: abort.signal });
      const rest = outcome(response.text());
      abort.abort();
      return [response.status, await rest];
    },
  ],
  [
    "a signal that fires while a stream is read, with its reason",
    async (t) => {
      const abort = new AbortController();
      const url = t.url({ pieces: ["first"], end: "body-never" });
      const { body } = await t.fetch(url, { signal: abort.signal });
      const reader = /** @type {ReadableStream} */ (body).getReader();
      const { value } = await reader.read();
      const rest = outcome(reader.read());
      abort.abort(new Error("mine"));
      return [
        new TextDecoder().decode(value),
        await rest,
        await outcome(reader.closed),
      ];
    },
  ],
  [
    "a signal that fires after the end changes nothing",
    async (t) => {
      const abort = new AbortController();
      const response = await t.fetch(t.url(), { signal: abort.signal });
      const text = await response.text();
      abort.abort();
      return text;
    },
    '{"ok":true}',
  ],
  [
    "a request's own signal",
    async (t) => {
      const abort = new AbortController();
      const { signal } = abort;
      const reason = { mine: true };
      const pending = t
        .fetch(new Request(t.url({ end: "never" }), { signal }))
        .catch((error) => error === reason);
      await t.arrived();
      abort.abort(reason);
      return pending;
    },
    true,
  ],
  [
    "an init's signal takes the place of the request's",
    async (t) => {
      const [own, other] = [new AbortController(), new AbortController()];
      const request = new Request(t.url({ end: "never" }), {
        signal: own.signal,
      });
      const pending = t.fetch(request, { signal: other.signal });
      own.abort("own");
      await t.arrived();
      other.abort("other");
      return pending.catch((reason) => reason);
    },
    "other",
  ],
  [
    "null takes a request's signal away",
    async (t) => {
      const request = new Request(t.url(), { signal: AbortSignal.abort() });
      return (await t.fetch(request, { signal: null })).status;
    },
    200,
  ],
  [
    "a signal that times out",
    (t) =>
      outcome(
        t.fetch(t.url({ end: "never" }), { signal: AbortSignal.timeout(1) }),
      ),
  ],
  [
    "one signal for several",
    async (t) => {
      const abort = new AbortController();
      const init = { signal: abort.signal };
      const pending = [1, 2, 3].map((at) =>
        failure(t.fetch(t.url({ end: "never" }, "/" + at), init)),
      );
      await t.arrived(3);
      abort.abort();
      return Promise.all(pending);
    },
    ["AbortError", "AbortError", "AbortError"],
  ],
  [
    "what is wrong with a request is said before its signal is looked at",
    (t) =>
      failure(
        t.fetch(t.url(), { method: "TRACE", signal: AbortSignal.abort() }),
      ),
    "TypeError",
  ],
];
