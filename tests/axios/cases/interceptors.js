// @ts-check
// Interceptors: their order, what they are given, and what becomes of what they return, throw and wait for.

import { client } from "./make.js";

/** Adds a word to a header, so that the server records the order. @param {string} word @returns {(config: any) => any} */
const adds = (word) => (config) => {
  config.headers["X-Order"] = (config.headers["X-Order"] ?? "") + word;
  return config;
};

/** @param {string} word @returns {(response: any) => any} */
const marks = (word) => (response) => {
  response.data = `${typeof response.data === "string" ? response.data : ""}${word}`;
  return response;
};

const later = () => new Promise((resolve) => setTimeout(resolve));

/** @type {Record<string, (api: any, given: any) => any>} */
const REQUEST = {
  "in their order": (api) => {
    for (const word of ["a", "b", "c"])
      api.interceptors.request.use(adds(word));
  },
  "in their order, synchronous": (api) => {
    for (const word of ["a", "b", "c"])
      api.interceptors.request.use(adds(word), null, { synchronous: true });
  },
  "some of them synchronous": (api) => {
    api.interceptors.request.use(adds("a"), null, { synchronous: true });
    api.interceptors.request.use(adds("b"));
  },
  async: (api) => {
    api.interceptors.request.use(async (/** @type {any} */ config) => {
      await later();
      return adds("a")(config);
    });
    api.interceptors.request.use(adds("b"));
  },
  "one that is ejected": (api) => {
    api.interceptors.request.use(adds("a"));
    const id = api.interceptors.request.use(adds("b"));
    api.interceptors.request.use(adds("c"));
    api.interceptors.request.eject(id);
  },
  "ejected twice, and one that never was": (api) => {
    const id = api.interceptors.request.use(adds("a"));
    api.interceptors.request.use(adds("b"));
    api.interceptors.request.eject(id);
    api.interceptors.request.eject(id);
    api.interceptors.request.eject(99);
  },
  "all cleared": (api) => {
    api.interceptors.request.use(adds("a"));
    api.interceptors.request.clear();
    api.interceptors.request.use(adds("b"));
  },
  "runWhen of true": (api) =>
    api.interceptors.request.use(adds("a"), null, { runWhen: () => true }),
  "runWhen of false": (api) =>
    api.interceptors.request.use(adds("a"), null, { runWhen: () => false }),
  "runWhen of undefined": (api) =>
    api.interceptors.request.use(adds("a"), null, { runWhen: () => undefined }),
  "runWhen by the method": (api) => {
    const runWhen = (/** @type {any} */ config) => config.method === "get";
    api.interceptors.request.use(adds("a"), null, { runWhen });
    api.interceptors.request.use(adds("b"), null, {
      runWhen: (/** @type {any} */ config) => config.method === "post",
    });
  },
  "runWhen of null": (api) =>
    api.interceptors.request.use(adds("a"), null, { runWhen: null }),
  "no handler": (api) => api.interceptors.request.use(),
  "null as a handler": (api) => {
    api.interceptors.request.use(null, null);
    api.interceptors.request.use(adds("a"));
  },
  "one that throws": (api) => {
    api.interceptors.request.use(() => {
      throw new RangeError("mine");
    });
  },
  "a synchronous one that throws": (api) => {
    api.interceptors.request.use(
      () => {
        throw new RangeError("mine");
      },
      null,
      { synchronous: true },
    );
  },
  "one that rejects": (api) => {
    api.interceptors.request.use(() => Promise.reject({ mine: 1 }));
  },
  "one that throws, and one that catches it": (api) => {
    api.interceptors.request.use(adds("a"), (/** @type {any} */ error) =>
      Promise.reject(new Error(`caught ${error.message}`)),
    );
    api.interceptors.request.use(() => {
      throw new RangeError("mine");
    });
  },
  "one that throws, and itself to catch it": (api) => {
    api.interceptors.request.use(
      () => {
        throw new RangeError("mine");
      },
      (/** @type {any} */ error) => Promise.reject(`caught ${error.message}`),
    );
  },
  "one that throws, and one that mends it": (api, given) => {
    api.interceptors.request.use(adds("a"), () => ({
      url: given.url(),
      method: "get",
      headers: {},
      adapter: "fetch",
      validateStatus: null,
    }));
    api.interceptors.request.use(() => {
      throw new RangeError("mine");
    });
  },
  "synchronous ones, one of which throws": (api) => {
    const synchronous = { synchronous: true };
    api.interceptors.request.use(adds("a"), null, synchronous);
    api.interceptors.request.use(
      () => {
        throw new RangeError("mine");
      },
      () => {},
      synchronous,
    );
    api.interceptors.request.use(adds("c"), null, synchronous);
  },
  "changes of url, method, params and data": (api, given) =>
    api.interceptors.request.use((/** @type {any} */ config) => {
      config.url = given.url(undefined, "/changed");
      config.method = "post";
      config.params = { changed: 1 };
      config.data = { changed: [1] };
      return config;
    }),
  "a change of the method in capitals": (api) =>
    api.interceptors.request.use((/** @type {any} */ config) => {
      config.method = "PUT";
      return config;
    }),
  "a change of timeout and responseType": (api) =>
    api.interceptors.request.use((/** @type {any} */ config) => {
      config.timeout = 60_000;
      config.responseType = "text";
      return config;
    }),
  "headers.set": (api) =>
    api.interceptors.request.use((/** @type {any} */ config) => {
      config.headers.set("X-Mine", "1");
      config.headers.setAuthorization("mine");
      config.headers["x-other"] = "2";
      config.headers.delete("Accept");
      return config;
    }),
  "headers.Authorization": (api) =>
    api.interceptors.request.use((/** @type {any} */ config) => {
      config.headers.Authorization = "Bearer mine";
      return config;
    }),
  "headers of another object": (api) =>
    api.interceptors.request.use((/** @type {any} */ config) => {
      config.headers = { ...config.headers, "X-Mine": "1" };
      return config;
    }),
  "another config object": (api) =>
    api.interceptors.request.use((/** @type {any} */ config) => ({
      ...config,
      params: { changed: 1 },
    })),
  "headers that are undefined": (api) =>
    api.interceptors.request.use((/** @type {any} */ config) => {
      config.headers = undefined;
      return config;
    }),
  "what it is given": (api) =>
    api.interceptors.request.use((/** @type {any} */ config) => {
      config.params = {
        method: config.method,
        accept: config.headers.get("accept"),
        group: typeof config.headers.common,
        tag: String(config.headers),
        has: config.headers.has("X-None"),
        mine: config.mine,
      };
      return config;
    }),
};

/** @type {Record<string, (api: any, given: any) => any>} */
const RESPONSE = {
  "in their order": (api) => {
    for (const word of ["a", "b", "c"])
      api.interceptors.response.use(marks(word));
  },
  async: (api) => {
    api.interceptors.response.use(async (/** @type {any} */ response) => {
      await later();
      return marks("a")(response);
    });
    api.interceptors.response.use(marks("b"));
  },
  "only the data": (api) =>
    api.interceptors.response.use((/** @type {any} */ { data }) => data),
  nothing: (api) => api.interceptors.response.use(() => {}),
  "one that is ejected": (api) => {
    const id = api.interceptors.response.use(marks("a"));
    api.interceptors.response.use(marks("b"));
    api.interceptors.response.eject(id);
  },
  "all cleared": (api) => {
    api.interceptors.response.use(marks("a"));
    api.interceptors.response.clear();
  },
  "one that throws": (api) =>
    api.interceptors.response.use(() => {
      throw new RangeError("mine");
    }),
  "one that throws, and one that mends it": (api) => {
    api.interceptors.response.use(
      () => {
        throw new RangeError("mine");
      },
      () => "never called",
    );
    api.interceptors.response.use(
      (/** @type {any} */ response) => response,
      (/** @type {any} */ error) => `recovered ${error.message}`,
    );
  },
  "one that rejects with no error": (api) =>
    api.interceptors.response.use(() => Promise.reject("mine")),
  "null as handlers": (api) => {
    api.interceptors.response.use(null, null);
    api.interceptors.response.use(marks("a"));
  },
  "a request made within": (api, given) =>
    api.interceptors.response.use((/** @type {any} */ response) =>
      response.config.params
        ? response
        : api.get(given.url(), { params: { again: 1 } }),
    ),
};

/** @type {Record<string, (api: any, given: any) => any>} */
const REFUSED = {
  "one that catches it": (api) =>
    api.interceptors.response.use(null, (/** @type {any} */ error) =>
      Promise.reject(
        new Error(`${error.response.status} ${error.config.method}`),
      ),
    ),
  "one that mends it": (api) =>
    api.interceptors.response.use(null, (/** @type {any} */ error) => ({
      ...error.response,
      status: 299,
    })),
  "one that only looks": (api) =>
    api.interceptors.response.use(undefined, (/** @type {any} */ error) =>
      Promise.reject(error),
    ),
  "one that retries once": (api, given) =>
    api.interceptors.response.use(null, (/** @type {any} */ error) => {
      if (error.config._retry) return Promise.reject(error);
      error.config._retry = true;
      error.config.headers["X-Retry"] = "1";
      return api(error.config);
    }),
  "one that retries elsewhere": (api, given) =>
    api.interceptors.response.use(null, (/** @type {any} */ error) =>
      api.request({ ...error.config, url: given.url() }),
    ),
  "one that throws": (api) =>
    api.interceptors.response.use(null, () => {
      throw new RangeError("mine");
    }),
  "the first mends, the second goes on": (api) => {
    api.interceptors.response.use(null, () => ({ data: "recovered" }));
    api.interceptors.response.use(marks("+"));
  },
};

/** @param {string} name @param {(api: any, given: any) => any} prepare @param {(api: any, given: any) => any} call */
const intercepted = (name, prepare, call) =>
  client(name, (api, given) => {
    prepare(api, given);
    return given.outcome(() => call(api, given));
  });

export default [
  ...Object.entries(REQUEST).map(([name, prepare]) =>
    intercepted(`request interceptors: ${name}`, prepare, (api, { url }) =>
      api.get(url(), { mine: "own" }),
    ),
  ),
  ...Object.entries(RESPONSE).map(([name, prepare]) =>
    intercepted(`response interceptors: ${name}`, prepare, (api, { url }) =>
      api.get(url()),
    ),
  ),
  ...Object.entries(REFUSED).map(([name, prepare]) =>
    intercepted(`interceptors of a refusal: ${name}`, prepare, (api, { url }) =>
      api.post(
        url({ status: 401 }),
        { a: [1] },
        { headers: { "X-Mine": "1" } },
      ),
    ),
  ),
  intercepted(
    "interceptors of a network error",
    (api) =>
      api.interceptors.response.use(null, (/** @type {any} */ error) =>
        Promise.reject(new Error(`${error.code} ${error.response}`)),
      ),
    (api, { url }) => api.get(url({ end: "cut" })),
  ),
  intercepted(
    "interceptors of both kinds, in their order",
    (api) => {
      api.interceptors.request.use(adds("a"));
      api.interceptors.response.use(marks("1"));
      api.interceptors.request.use(adds("b"));
      api.interceptors.response.use(marks("2"));
    },
    (api, { url }) => api.post(url(), "x"),
  ),
  client("the numbers that use returns", (api) => {
    const { request } = api.interceptors;
    const ids = [request.use(adds("a")), request.use(adds("b"))];
    request.eject(ids[0]);
    return [...ids, request.use(adds("c"))];
  }),
  client(
    "a synchronous interceptor runs before the call returns",
    async (api, given) => {
      /** @type {string[]} */
      const order = [];
      api.interceptors.request.use(
        (/** @type {any} */ config) => {
          order.push("interceptor");
          return config;
        },
        null,
        { synchronous: true },
      );
      const outcome = given.outcome(() => api.get(given.url()));
      order.push("returned");
      await outcome;
      return order;
    },
  ),
  client("an interceptor runs after the call returns", async (api, given) => {
    /** @type {string[]} */
    const order = [];
    api.interceptors.request.use((/** @type {any} */ config) => {
      order.push("interceptor");
      return config;
    });
    const outcome = given.outcome(() => api.get(given.url()));
    order.push("returned");
    await outcome;
    return order;
  }),
  client("interceptors belong to one client", async (api, given) => {
    api.interceptors.request.use(adds("a"));
    return given.outcome(() => given.create().get(given.url()));
  }),
  client("the handler receives the same error object", async (api, given) => {
    /** @type {any} */
    let received;
    api.interceptors.response.use(null, (/** @type {any} */ error) => {
      received = error;
      return Promise.reject(error);
    });
    const caught = await api
      .get(given.url({ status: 500 }))
      .catch((/** @type {any} */ e) => e);
    return received === caught;
  }),
  client("config has what the caller added, to the end", async (api, given) => {
    const { config } = await api.get(given.url(), { mine: { own: 1 } });
    return config.mine;
  }),
];
