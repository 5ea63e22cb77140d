import { createClient } from "/node_modules/everfetch/dist/axios.js";
const blocked = [];
document.addEventListener("securitypolicyviolation", (event) =>
  blocked.push(event.violatedDirective),
);
const refresh = { url: "/token.json", send: "query" };
const api = createClient({ session: { refresh } });
api.session.signIn({ accessToken: "old", refreshToken: "r1" });
const { data } = await api.get("/api.json");
await api.session.refresh();
const token = await api.session.accessToken();
const page = await api.get("/index.html", { responseType: "document" });
const result = document.querySelector("output");
result.textContent = [data.name, token, page.data.title, ...blocked].join(" ");
