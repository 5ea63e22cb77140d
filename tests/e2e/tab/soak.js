// A tab of the soak test: an application that makes requests, signs in and out, reloads and blocks, at random.
// It reports to the witness what it does and what becomes of it. The witness answers with the phase:
// in a "storm" the tab does what it likes, in a "calm" it begins nothing and lets what it has begun settle.

/** How often the tab reports, in ms. */
const REPORT_EVERY = 200;
/** More requests than this are not begun while they are pending. */
const PENDING_AT_MOST = 40;
/** How long a signed-in tab may take to get an answer once everything works again, in ms. */
const PROBE_WITHIN = 40_000;

// The hash names the tab when it is opened; a reload and the way to the log-in and back lose it.
if (location.hash)
  sessionStorage.setItem("soak", decodeURIComponent(location.hash.slice(1)));
const { name, seed, witness, users, backEnd } = JSON.parse(
  sessionStorage.getItem("soak"),
);
const life = Number(sessionStorage.getItem("life") ?? 0) + 1;
sessionStorage.setItem("life", String(life));
/** The name of this document: a tab has a new one after each navigation. */
const page = `${name}.${life}`;
const atLogin = location.search.startsWith("?login");

const BACK_ENDS = {
  a: {
    paths: { login: "/auth/login", refresh: "/auth/refresh" },
    session: { expired: { status: 403, code: "TOKEN_EXPIRED" } },
    refresh: {},
  },
  e: {
    paths: { login: "/token", refresh: "/token" },
    session: { scheme: "oauth2", clientId: "everfetch-demo" },
    refresh: {},
  },
};
const { paths, session, refresh } = BACK_ENDS[backEnd];

// ------------------------------------------------------------------------------------------- the report

const platform = globalThis.fetch;
let records = [];
/** Those of the report that is on its way: leaving the page cancels it. */
let unanswered = [];
/** How many records were reported before those. */
let answered = 0;
let phase = "storm";
const pending = new Set();

const note = (kind, fields) =>
  records.push({ at: Date.now(), page, kind, ...fields });

/** What is to be said now, as the text of a request that needs no preflight. */
const taken = () => {
  unanswered = [...unanswered, ...records];
  records = [];
  return JSON.stringify({
    page,
    phase,
    pending: pending.size,
    first: answered,
    records: unanswered,
  });
};

async function report() {
  const body = taken();
  try {
    const answer = await platform(witness, { method: "POST", body });
    phase = (await answer.json()).phase;
    answered += unanswered.length;
    unanswered = [];
  } catch {
    // The page is being left, or the test is over.
  }
  setTimeout(report, REPORT_EVERY);
}

addEventListener("pagehide", () => {
  note("left", {});
  navigator.sendBeacon(witness, taken());
});

// -------------------------------------------------------------------------------------------- the client

let sent = 0;

/** Names each refresh, and notes when it is sent and when its answer has been read. */
globalThis.fetch = async (input, init) => {
  const request = new Request(input, init);
  const path = new URL(request.url).pathname;
  if (path !== `/${backEnd}${paths.refresh}`) return platform(request);
  const id = `${page}!${++sent}`;
  request.headers.set("X-Request-Id", id);
  note("refresh-sent", { id });
  try {
    const response = await platform(request);
    note("refresh-answered", { id });
    const read = () => note("refresh-read", { id });
    response
      .clone()
      .text()
      .then(read, () => {});
    return response;
  } catch (error) {
    note("refresh-lost", { id });
    throw error;
  }
};

const { createClient } = await import("/node_modules/everfetch/dist/index.js");

const api = createClient({
  baseURL: `/${backEnd}`,
  session: {
    ...session,
    refresh: { url: paths.refresh, timeout: 4000, ...refresh },
    public: [paths.login],
    loginURL: "/soak.html?login",
  },
});

/** The family of the tokens that the store holds: what they descend from is one log-in. */
function family() {
  try {
    const claims = localStorage.getItem("accessToken").split(".")[1];
    return JSON.parse(atob(claims.replaceAll("-", "+").replaceAll("_", "/")))
      .fam;
  } catch {
    return null;
  }
}

/** Who is signed in. The store may still show the tokens of a session that another tab has ended. */
const user = () =>
  ["signed-in", "refreshing"].includes(api.session.state)
    ? api.session.user
    : null;

/** The last family that this page was signed in with: an event of its end comes after its tokens have gone. */
let last = family();

api.session.subscribe(({ type, reason, by, code }) => {
  if (["waiting", "refused", "retried"].includes(type)) return;
  note("event", { type, reason, by, code, family: family() ?? last });
  last = family() ?? last;
});

// -------------------------------------------------------------------------------------- what the user does

/** Mulberry32: the same seed gives the same numbers. */
let state = (seed + life * 0x9e3779b9) | 0;
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
const below = (limit) => Math.floor(random() * limit);
const sleep = (milliseconds) =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Makes something that settles, and notes when. */
async function settling(what, make) {
  const id = `${page}/${++sent}`;
  last = family() ?? last;
  note("made", { id, what, user: user(), family: family() });
  pending.add(id);
  let outcome;
  try {
    const answer = await make(id);
    outcome = String(answer?.status ?? "done");
  } catch (error) {
    outcome = error.code ?? String(error);
  }
  pending.delete(id);
  note("settled", { id, outcome });
  return outcome;
}

const item = (config) =>
  settling("request", (id) =>
    api.request({
      url: `/items/${below(1000)}`,
      headers: { "X-Request-Id": id },
      ...config,
    }),
  );

async function signIn() {
  // Mostly the same user, as in life.
  const chosen = users[random() < 0.7 ? 0 : below(users.length)];
  await settling("log-in", async () => {
    const body = { ...chosen };
    const oauth = { grant_type: "password", client_id: "everfetch-demo" };
    const { data } = await api.post(
      paths.login,
      backEnd === "e" ? new URLSearchParams({ ...oauth, ...body }) : body,
    );
    api.session.signIn(data);
    last = family() ?? last;
    note("signed-in", { user: chosen.username, family: family() });
  });
}

function signOut() {
  note("signs-out", { family: family() ?? last });
  api.session.signOut();
}

/** Blocks the page, as a long task or a laptop that sleeps does. */
function freeze(milliseconds) {
  note("froze", { until: Date.now() + milliseconds });
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

async function aborted() {
  const controller = new AbortController();
  const outcome = item({ signal: controller.signal });
  await sleep(below(60));
  controller.abort();
  await outcome;
}

/** What the user may do, and how often in 1000 steps. */
const ACTIONS = [
  [560, () => Array.from({ length: 1 + below(4) }, () => item())],
  [120, () => item({ method: "POST", data: { note: below(100) } })],
  [80, () => item({ params: { delay: below(800) } })],
  [80, aborted],
  [60, () => settling("accessToken", () => api.session.accessToken())],
  [40, () => settling("refresh", () => api.session.refresh())],
  [25, () => freeze(50 + below(1500))],
  // Firefox ends a script after 10 s.
  [2, () => freeze(9000)],
  [10, () => location.reload()],
  [10, signIn],
  [8, signOut],
  [5, () => toLogin()],
];
const TOTAL = ACTIONS.reduce((sum, [weight]) => sum + weight, 0);

function act() {
  let at = below(TOTAL);
  for (const [weight, action] of ACTIONS)
    if ((at -= weight) < 0) return action();
}

function toLogin() {
  note("goes", {});
  location.assign("/soak.html?login");
}

/** The application's page: it makes requests, and sends a user who has signed out to the log-in. */
async function application() {
  for (;;) {
    await sleep(20 + below(300));
    if (phase === "calm") {
      await calm();
    } else if (!user() && random() < 0.4) {
      return toLogin();
    } else if (pending.size < PENDING_AT_MOST) {
      act();
    }
  }
}

/** The log-in's page: after a while the user signs in, or finds that another tab has. */
async function login() {
  note("at-login", { family: family(), user: user() });
  for (;;) {
    await sleep(100 + below(1500));
    if (phase === "calm") {
      await calm();
      continue;
    }
    if (!user()) await signIn();
    if (user()) {
      note("goes", {});
      return location.replace("/soak.html");
    }
  }
}

/** When all has settled, a signed-in tab must get an answer, as soon as a pause that it keeps is over. */
async function calm() {
  while (phase === "calm" && pending.size > 0) await sleep(50);
  const begun = performance.now();
  let outcome;
  do {
    await sleep(100);
    if (!user()) outcome = "signed out";
    else outcome = await item();
  } while (
    outcome !== "200" &&
    outcome !== "signed out" &&
    phase === "calm" &&
    performance.now() - begun < PROBE_WITHIN
  );
  note("probed", { outcome });
  while (phase === "calm") await sleep(50);
}

note("lives", { atLogin, family: family() });
report();
(atLogin ? login : application)();
