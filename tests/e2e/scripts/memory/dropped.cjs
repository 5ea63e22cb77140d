const { collect, counts, createClient, fetch, send } = require("./page.cjs");

const open = async () => {
  for (let at = 0; at < 200; at++) {
    const keys = { accessToken: "access-" + at, refreshToken: "refresh-" + at };
    const api = createClient({
      fetch,
      session: { refresh: "/refresh", keys, keepFresh: true },
    });
    api.session.subscribe(() => {});
    api.session.signIn({
      accessToken: "a" + at,
      refreshToken: "r",
      expiresIn: 3600,
    });
    await api.get("/me");
  }
  return { ...counts };
};
(async () => {
  const opened = await open();
  await collect();
  send({ opened, left: counts });
})();
