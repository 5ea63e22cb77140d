// The page: the log-in form at /login, the demo at every other path.
import { backEnds, shownCode } from "./backends";
import * as control from "./control";
import { startDemo } from "./demo";
import { element, show } from "./dom";
import { highlight } from "./highlight";
import { logOut } from "./login";
import { startLogin } from "./login-view";
import { backEndKey, chosen } from "./memory";
import "./style.css";

start().catch((error: unknown) => {
  const main = document.querySelector("main")!;
  main.innerHTML = `<section class="card narrow"><h2>The demo could not start</h2><p></p></section>`;
  main.querySelector("p")!.textContent = String(error);
  console.error(error);
});

async function start(): Promise<void> {
  const corsOrigin = await control.corsOrigin();
  const backEnd =
    backEnds.find(({ id }) => id === chosen.backEnd.read()) ?? backEnds[0]!;
  const api = backEnd.create(corsOrigin);
  const base = (backEnd.id === "d" ? corsOrigin : "") + `/${backEnd.id}`;

  const showState = () => show("state", api.session.state);
  api.session.subscribe(() => queueMicrotask(showState));
  showState();

  const select = element<HTMLSelectElement>("backend");
  for (const { id, about } of backEnds) {
    select.add(
      new Option(`${id.toUpperCase()}: ${about}`, id, false, id === backEnd.id),
    );
  }
  select.addEventListener("change", async () => {
    // Some back ends share their storage keys, but a back end does not accept the tokens of another.
    chosen.backEnd.write(select.value);
    await signOut();
    location.assign("/login");
  });
  addEventListener("storage", ({ key }) => {
    if (key === backEndKey) location.assign("/login");
  });

  if (location.pathname === "/login") {
    enter("login-view");
    startLogin(api, backEnd, base);
  } else if (api.session.state === "signed-out") {
    location.replace("/login");
  } else {
    enter("demo-view");
    element("code").innerHTML = highlight(shownCode(backEnd, corsOrigin));
    await startDemo(api, chosen.user.read() ?? "alice", signOut);
  }

  async function signOut(): Promise<void> {
    const loggedOut = logOut(backEnd, base);
    api.session.signOut();
    await loggedOut;
  }
}

function enter(view: string): void {
  const template = document.querySelector<HTMLTemplateElement>(`#${view}`)!;
  document
    .querySelector("main")!
    .replaceChildren(template.content.cloneNode(true));
}
