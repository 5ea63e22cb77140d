// A tab of the tests: a client, an ear for the conductor's orders, and a record of what happened.

const params = new URLSearchParams(location.search);
const name = params.get("name");

// A page of an insecure origin has none to begin with.
if (params.has("without-locks")) delete Navigator.prototype.locks;

const { createClient } = await import("/node_modules/everfetch/dist/index.js");

const BACK_ENDS = {
  a: {
    login: "/auth/login",
    refresh: "/auth/refresh",
    expired: { status: 403, code: "TOKEN_EXPIRED" },
  },
  b: { login: "/login", refresh: "/refresh-token" },
};

/** What the orders are about. */
const tab = {
  /** Every event of the session. */
  events: [],
  /** The reason of every end. */
  ends: [],
  /** Refreshes of this tab that were answered, or failed. */
  settled: 0,
  /** Answers to other requests than the refresh wait for this, as on a slow line. */
  gate: undefined,

  connect({ backEnd, refresh: limits }) {
    const { login, refresh, ...session } = BACK_ENDS[backEnd];
    tab.login = login;
    tab.api = createClient({
      baseURL: "/" + backEnd,
      session: {
        ...session,
        refresh: { url: refresh, ...limits },
        public: [login],
        loginURL: false,
        onEnd: (end) => void tab.ends.push(end.reason),
      },
    });
    tab.session = tab.api.session;
    tab.session.subscribe((event) => tab.events.push(event));
  },

  async signIn(credentials) {
    const { data } = await tab.api.post(tab.login, credentials);
    tab.session.signIn(data);
  },

  /** Makes so many requests at once; `outcomes` tells what became of them. */
  start(count, make = (number) => tab.api.get("/items/" + number)) {
    const requests = Array.from({ length: count }, (_, number) => make(number));
    tab.burst = Promise.all(requests.map(outcome));
  },
  outcomes: () => tab.burst,

  async until(condition) {
    while (!condition())
      await new Promise((resolve) => setTimeout(resolve, 10));
  },

  /** Until then nothing happens in this page. */
  frozen: 0,
  freeze(milliseconds) {
    tab.frozen = performance.now() + milliseconds;
  },

  shut() {
    tab.gate = new Promise((resolve) => (tab.open = resolve));
  },

  seen: (type, by) =>
    tab.events.filter(
      (event) => event.type === type && (!by || event.by === by),
    ).length,

  stored: () => [
    localStorage.getItem("accessToken"),
    localStorage.getItem("refreshToken"),
  ],
};

/** The status, or the error's code. */
const outcome = (request) =>
  request.then(
    ({ status }) => String(status),
    ({ code, message }) => code ?? message,
  );

const platform = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  const refreshes = String(input.url ?? input).includes("refresh");
  try {
    const response = await platform(input, init);
    if (!refreshes) await tab.gate;
    return response;
  } finally {
    if (refreshes) tab.settled++;
  }
};

const channel = new BroadcastChannel("everfetch-e2e");
channel.onmessage = async ({ data: { id, names, script } }) => {
  if (!names?.includes(name)) return;
  channel.postMessage({ id, from: name, answer: await perform(script) });
  while (performance.now() < tab.frozen);
};
channel.postMessage({ from: name });

async function perform(script) {
  try {
    const value = await new Function("tab", `return (${script})`)(tab);
    return { value };
  } catch (error) {
    return { error: String(error) };
  }
}
