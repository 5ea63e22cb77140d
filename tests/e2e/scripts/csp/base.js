import { createClient } from "/node_modules/everfetch/dist/index.js";
const refresh = { url: "/token.json", send: "query" };
const api = createClient({ session: { refresh } });
api.session.signIn({ accessToken: "old", refreshToken: "r1" });
const base = document.createElement("base");
base.href = "http://elsewhere.invalid/";
document.head.append(base);
const { data } = await api.get("/api.json");
await api.session.refresh();
const { name } = await (await api.fetch("/api.json")).json();
const token = await api.session.accessToken();
const { hostname } = new URL(document.baseURI);
document.querySelector("output").textContent = [
  data.name,
  name,
  token,
  hostname,
].join(" ");
