// A tab of the tests: a client, a listener for the conductor's orders, and a record of what happened.

const {
  name,
  backEnd,
  refresh: limits,
  locks = true,
  isolated = false,
  stubborn = false,
  parks = false,
} = JSON.parse(decodeURIComponent(location.hash.slice(1)));

const Channel = BroadcastChannel;

// A page of an insecure origin has none to begin with.
if (!locks) delete Navigator.prototype.locks;

// No message of another tab arrives, as if they were all late.
if (isolated) {
  addEventListener("storage", (event) => event.stopImmediatePropagation());
  globalThis.BroadcastChannel = class extends Channel {
    addEventListener() {}
    set onmessage(_) {}
  };
}

const { createClient } = await import("/node_modules/everfetch/dist/index.js");

const BACK_ENDS = {
  a: {
    login: "/auth/login",
    refresh: "/auth/refresh",
    expired: { status: 403, code: "TOKEN_EXPIRED" },
  },
  b: { login: "/login", refresh: "/refresh-token" },
  f: { login: "/auth/login", refresh: "/auth/refresh", storage: "memory" },
};

const { login, refresh, ...session } = BACK_ENDS[backEnd];

/** The application's own, which nothing stops once it has begun. */
const ownRefresh = async ({ refreshToken }) => {
  const answer = await fetch("/" + backEnd + refresh, {
    method: "POST",
    body: JSON.stringify({ refreshToken }),
  });
  const { accessToken, newRefreshToken } = await answer.json();
  return { accessToken, refreshToken: newRefreshToken };
};

const api = createClient({
  baseURL: "/" + backEnd,
  session: {
    ...session,
    refresh: stubborn ? ownRefresh : { url: refresh, ...limits },
    public: [login],
    loginURL: false,
    onEnd: (end) => {
      tab.ends.push(end.reason);
      return parks ? "wait" : undefined;
    },
  },
});
api.session.subscribe((event) => tab.events.push(event));

/** What the orders are about. */
const tab = {
  api,
  session: api.session,
  /** Every event of the session. */
  events: [],
  /** The reason of every end. */
  ends: [],
  /** Refreshes that this tab has sent, and those of them that were answered or failed. */
  sent: 0,
  settled: 0,
  /** Answers to other requests than the refresh wait for this, as on a slow line. */
  gate: undefined,

  async signIn(credentials) {
    const { data } = await api.post(login, credentials);
    api.session.signIn(data);
  },

  /** Makes so many requests at once; `outcomes` returns their results. */
  start(count, make = (number) => api.get("/items/" + number)) {
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
  if (refreshes) tab.sent++;
  try {
    const response = await platform(input, init);
    if (!refreshes) await tab.gate;
    return response;
  } finally {
    if (refreshes) tab.settled++;
  }
};

const channel = new Channel("everfetch-e2e");
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
