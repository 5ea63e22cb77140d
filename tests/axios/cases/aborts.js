// @ts-check
// Signals, cancel tokens and timeouts: before, while and after a request is under way.

import { client } from "./make.js";

/** A request that is never answered is given up once it has arrived. @type {any} */
const NEVER = { end: "never" };
/** @type {any} */
const BODY_NEVER = { end: "body-never", pieces: ["begun"] };

/** @type {Record<string, (given: any) => { config: any, abort: (reason?: any) => void }>} */
const WAYS = {
  signal: () => {
    const controller = new AbortController();
    return {
      config: { signal: controller.signal },
      abort: (reason) => controller.abort(reason),
    };
  },
  cancelToken: ({ CancelToken }) => {
    const { token, cancel } = CancelToken.source();
    return { config: { cancelToken: token }, abort: cancel };
  },
  "new CancelToken": ({ CancelToken }) => {
    /** @type {any} */
    let cancel;
    const cancelToken = new CancelToken((/** @type {any} */ c) => (cancel = c));
    return { config: { cancelToken }, abort: (reason) => cancel(reason) };
  },
};

/** @type {Record<string, any[]>} */
const REASONS = {
  "for no reason": [],
  "for a text": ["mine"],
};

/** @type {Record<string, any[]>} */
const SIGNAL_REASONS = {
  ...REASONS,
  "for an error": [new RangeError("mine")],
  "for an object": [{ mine: 1 }],
  "for null": [null],
};

/** @param {string} name @param {number} timeout @param {any} config @param {any} [answer] */
const timeoutCase = (name, timeout, config, answer = NEVER) => ({
  ...client(`timeout: ${name}`, (api, given) =>
    given.outcome(() =>
      api.get(given.url(answer ?? undefined), { timeout, ...config }),
    ),
  ),
  races: true,
});

export default [
  ...Object.entries(WAYS).flatMap(([way, make]) =>
    Object.entries(way === "signal" ? SIGNAL_REASONS : REASONS).flatMap(
      ([kind, reason]) => [
        client(`${way}: aborted before, ${kind}`, (api, given) => {
          const { config, abort } = make(given);
          abort(...reason);
          return given.outcome(() => api.get(given.url(), config));
        }),
        {
          ...client(`${way}: aborted at once, ${kind}`, (api, given) => {
            const { config, abort } = make(given);
            const outcome = given.outcome(() =>
              api.get(given.url(NEVER), config),
            );
            abort(...reason);
            return outcome;
          }),
          races: true,
        },
        client(
          `${way}: aborted while it is waited for, ${kind}`,
          async (api, given) => {
            const { config, abort } = make(given);
            const outcome = given.outcome(() =>
              api.post(given.url(NEVER), { a: 1 }, config),
            );
            await given.arrived();
            abort(...reason);
            return outcome;
          },
        ),
      ],
    ),
  ),
  ...Object.entries(WAYS).flatMap(([way, make]) => [
    client(`${way}: aborted after it was answered`, async (api, given) => {
      const { config, abort } = make(given);
      const outcome = await given.outcome(() => api.get(given.url(), config));
      abort("late");
      return outcome;
    }),
    {
      ...client(`${way}: used for two requests`, async (api, given) => {
        const { config, abort } = make(given);
        const outcomes = [1, 2].map((n) =>
          given.outcome(() =>
            api.get(given.url(NEVER), { ...config, params: { n } }),
          ),
        );
        await given.arrived(2);
        abort("both");
        const settled = await Promise.all(outcomes);
        return settled.map(({ error }) => [
          error.code,
          error.message,
          error.isCancel,
        ]);
      }),
      races: true,
    },
    client(`${way}: aborted while the stream is read`, async (api, given) => {
      const { config, abort } = make(given);
      const { data } = await api.get(given.url(BODY_NEVER), {
        ...config,
        responseType: "stream",
      });
      const reader = data.getReader();
      const first = await reader.read();
      abort("mine");
      const second = await reader.read().then(
        () => "read on",
        () => "rejected",
      );
      return [first.value.length, second];
    }),
    client(`${way}: in the defaults`, async (_, given) => {
      const { config, abort } = make(given);
      const api = given.create(config);
      const outcome = given.outcome(() => api.get(given.url(NEVER)));
      await given.arrived();
      abort("mine");
      return outcome;
    }),
    client(`${way}: aborted by a request interceptor`, async (api, given) => {
      const { config, abort } = make(given);
      api.interceptors.request.use((/** @type {any} */ config) => {
        abort("mine");
        return config;
      });
      return given.outcome(() => api.get(given.url(), config));
    }),
    client(`${way}: aborted by transformResponse`, async (api, given) => {
      const { config, abort } = make(given);
      return given.outcome(() =>
        api.get(given.url(), {
          ...config,
          transformResponse: (/** @type {any} */ data) => {
            abort("mine");
            return data;
          },
        }),
      );
    }),
  ]),
  client("a signal and a token: the token first", async (api, given) => {
    const { token, cancel } = given.CancelToken.source();
    const { signal } = new AbortController();
    const outcome = given.outcome(() =>
      api.get(given.url(NEVER), { signal, cancelToken: token }),
    );
    await given.arrived();
    cancel("token");
    return outcome;
  }),
  {
    ...client("a signal of AbortSignal.timeout", (api, given) =>
      given.outcome(() =>
        api.get(given.url(NEVER), { signal: AbortSignal.timeout(20) }),
      ),
    ),
    races: true,
  },
  client(
    "CancelToken: its parts",
    async (_, { CancelToken, CanceledError }) => {
      const { token, cancel } = CancelToken.source();
      /** @type {any[]} */
      const reasons = [];
      const listen = (/** @type {any} */ reason) =>
        reasons.push(reason.message);
      const ignored = () => reasons.push("unsubscribed");
      token.subscribe(listen);
      token.subscribe(ignored);
      token.unsubscribe(ignored);
      token.throwIfRequested();
      const before = token.reason;
      cancel("mine");
      cancel("again");
      await token.promise;
      token.subscribe(listen);
      let thrown;
      try {
        token.throwIfRequested();
      } catch (error) {
        thrown = error === token.reason;
      }
      return {
        before,
        reasons,
        thrown,
        message: token.reason.message,
        canceled: token.reason instanceof CanceledError,
        signal: token.toAbortSignal().aborted,
      };
    },
  ),
  client("CancelToken: without an executor", (_, given) =>
    given.outcome(() => new given.CancelToken()),
  ),
  timeoutCase("exceeded", 20, {}),
  {
    // Whether the head comes in time is chance, and axios's `cause` depends on it.
    ...client(
      "timeout: exceeded while the body is read",
      async (api, given) => {
        const config = { timeout: 50 };
        const { error } = await given.outcome(() =>
          api.get(given.url(BODY_NEVER), config),
        );
        return { error: { code: error.code, message: error.message } };
      },
    ),
    races: true,
  },
  timeoutCase("with a message", 20, { timeoutErrorMessage: "mine" }),
  timeoutCase("clarified", 20, {
    transitional: { clarifyTimeoutError: true },
  }),
  timeoutCase("not clarified", 20, {
    transitional: { clarifyTimeoutError: false },
  }),
  timeoutCase("clarified, with a message", 20, {
    transitional: { clarifyTimeoutError: true },
    timeoutErrorMessage: "mine",
  }),
  timeoutCase("of 0 is none", 0, {}, null),
  timeoutCase("long enough", 60_000, {}, null),
  {
    ...client("timeout: in the defaults", (_, given) => {
      const api = given.create({ timeout: 20 });
      return given.outcome(() => api.get(given.url(NEVER)));
    }),
    races: true,
  },
  client("timeout: the request's own wins", async (_, given) => {
    const api = given.create({ timeout: 1 });
    return given.outcome(() => api.get(given.url(), { timeout: 60_000 }));
  }),
];
