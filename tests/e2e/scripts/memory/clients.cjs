const { collect, createClient, fetch, send, used } = require("./page.cjs");

const round = async () => {
  for (let times = 0; times < 1_000; times++) {
    const api = createClient({
      fetch,
      session: { refresh: "/refresh", storage: "memory" },
    });
    api.session.signIn({ accessToken: "a", refreshToken: "r" });
    await api.get("/me");
  }
  await collect();
  return used();
};
(async () => {
  await round();
  send([await round(), await round()]);
})();
