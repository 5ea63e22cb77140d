import { createClient } from "/node_modules/everfetch/dist/index.js";
if (parent === window) {
  addEventListener("message", ({ data }) => {
    document.querySelector("output").textContent = data;
  });
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.src = location.href;
  document.body.append(frame);
} else
  try {
    const api = createClient({
      session: { refresh: { url: "/token.json", send: "query" } },
    });
    api.session.signIn({ accessToken: "old", refreshToken: "r1" });
    const { data } = await api.get("/api.json");
    await api.session.refresh();
    const token = await api.session.accessToken();
    parent.postMessage([self.origin, data.name, token].join(" "), "*");
  } catch (error) {
    parent.postMessage(String(error), "*");
  }
