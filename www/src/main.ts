// The page: the log-in form at /login, the demo at every other path. A visitor sees a burst before any form: the demo
// signs them in by itself.
import { backEnds, shownCode, type BackEnd } from "./backends";
import * as control from "./control";
import { Opening, startDemo } from "./demo";
import { element, show } from "./dom";
import { highlight } from "./highlight";
import { GUEST, logOut, signIn } from "./login";
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
  const base = baseOf(backEnd, corsOrigin);

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
    const next = backEnds.find(({ id }) => id === select.value)!;
    // A back end does not accept the tokens of another, and some share their storage keys.
    await signIn(
      next.create(corsOrigin),
      next,
      baseOf(next, corsOrigin),
      GUEST,
    );
    chosen.backEnd.write(next.id);
    location.assign("/");
  });
  addEventListener("storage", ({ key }) => {
    if (key === backEndKey) location.assign("/");
  });

  if (location.pathname === "/login") {
    enter("login-view");
    startLogin(api, backEnd, base);
  } else {
    const isNew = api.session.state === "signed-out";
    if (isNew) await signIn(api, backEnd, base, GUEST);
    enter("demo-view");
    element("code").innerHTML = highlight(shownCode(backEnd, corsOrigin));
    await startDemo(api, {
      user: chosen.user.read() ?? GUEST.username,
      signOut,
      opening: isNew ? Opening.Burst : Opening.Idle,
    });
  }

  async function signOut(): Promise<void> {
    const loggedOut = logOut(backEnd, base);
    api.session.signOut();
    await loggedOut;
  }
}

/** Back end D is on another origin. */
function baseOf({ id }: BackEnd, corsOrigin: string): string {
  return (id === "d" ? corsOrigin : "") + `/${id}`;
}

function enter(view: string): void {
  const template = document.querySelector<HTMLTemplateElement>(`#${view}`)!;
  document
    .querySelector("main")!
    .replaceChildren(template.content.cloneNode(true));
}
