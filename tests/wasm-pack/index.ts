// The declarations of what `wasm-pack build --target web` makes, as an application uses them
// (`cargo xtask test --wasm-pack`).

import init, {
  createClient,
  type SessionEvent,
} from "../../target/wasm-pack/everfetch.js";

await init();
createClient();
const api = createClient({
  baseURL: "/api",
  session: {
    refresh: { url: "/auth/refresh", send: "form" },
    public: ["/auth/login", /^\/open\//],
    onEnd: ({ reason }) => (reason === "refused" ? "wait" : "redirect"),
  },
});
const { data } = await api.post("/auth/login", { name: "ada" });
api.session.signIn(data);
api.session.signIn({ accessToken: "a", refreshToken: "r" });
const { status } = await api.get("/me");
await api.delete(`/items/${status}`, { timeout: 1000, session: false });
await api.request({ url: "/me", responseType: "blob" });
const answer = await api.fetch("/me", { method: "PUT", body: "x" });
const token: string | null = await api.session.accessToken();
const events: SessionEvent[] = [];
const leave = api.session.subscribe((event) => events.push(event));
leave();
if (api.session.state === "signed-in") api.session.signOut();
export const seen = [answer.status, token, api.session.user];
