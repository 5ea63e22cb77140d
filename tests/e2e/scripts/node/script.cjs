const server = require("node:http").createServer((_, answer) => {
  answer.setHeader("Content-Type", "application/json");
  answer.end('{"name":"node"}');
});
server.listen(0, "127.0.0.1", async () => {
  const { createClient, EverfetchError, VERSION } = await load();
  const api = createClient({
    baseURL: `http://127.0.0.1:${server.address().port}`,
  });
  const { data } = await api.get("/me");
  let bad = {};
  try {
    createClient({ session: { refresh: "/refresh", sheme: "Token" } });
  } catch (error) {
    bad = { code: error.code, own: error instanceof EverfetchError };
  }
  console.log(JSON.stringify({ name: data.name, bad, version: VERSION }));
  server.close();
  server.closeAllConnections();
});
