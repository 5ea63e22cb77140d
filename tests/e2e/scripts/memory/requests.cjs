const { collect, createClient, fetch, send, used } = require("./page.cjs");

const api = createClient({ fetch, session: { refresh: "/refresh" } });
api.session.signIn({ accessToken: "a", refreshToken: "r" });
const round = async () => {
  for (let times = 0; times < 20_000; times++) await api.get("/me");
  await collect();
  return used();
};
(async () => {
  await round();
  send([await round(), await round()]);
})();
