window.stopped = [];
document.addEventListener("securitypolicyviolation", (event) =>
  stopped.push(event.violatedDirective),
);
const fetch = async (url, init) => {
  if (url === "/refresh") {
    await window.gate;
    return Response.json({ accessToken: "s3cret-new", expiresIn: 600 });
  }
  const old =
    new Headers(init.headers).get("authorization") === "Bearer s3cret-old";
  return Response.json({}, { status: old ? 401 : 200 });
};
window.begin = (name) => {
  const keys = {
    accessToken: name + "-access",
    refreshToken: name + "-refresh",
  };
  const api = createClient({ fetch, session: { refresh: "/refresh", keys } });
  api.session.signIn({ accessToken: "s3cret-old", refreshToken: "s3cret-r" });
  return api;
};
window.hold = () =>
  void (window.gate = new Promise((free) => (window.free = free)));
window.panel = () => document.querySelector("everfetch-devtools")?.shadowRoot;
window.shown = (selector) =>
  panel()?.querySelector(selector)?.textContent ?? "";
