// The demo: its controls, one burst at a time, and the results.
import { isEverfetchError, type Client } from "everfetch";
import { Timeline } from "everfetch/devtools";

import * as control from "./control";
import { element, onClick, show } from "./dom";
import { farewell } from "./memory";

const numbers = [
  "answered",
  "failed",
  "refreshes",
  "calls",
  "refused",
] as const;

/** What the demo does when it opens. */
export enum Opening {
  Idle,
  /** It lets the token expire and sends, so that a visitor sees the result at once. */
  Burst,
}

interface Options {
  user: string;
  signOut: () => Promise<void>;
  opening: Opening;
}

export async function startDemo(
  api: Client,
  { user, signOut, opening }: Options,
): Promise<void> {
  const timeline = new Timeline(element("timeline"));
  const count = element<HTMLInputElement>("count");
  const slow = element<HTMLSelectElement>("slow");
  let firing = false;
  let busy: Promise<void> = Promise.resolve();

  show("user", user);
  const showCount = () => show("count-shown", count.value);
  count.addEventListener("input", showCount);
  showCount();

  timeline.follow(api.session);
  api.session.subscribe((event) => {
    if (event.type === "ended") farewell.write("ERR_SESSION_ENDED");
    if (event.type === "signed-out") location.assign("/login");
    if (event.type === "refreshed" && event.by === "other-tab" && !firing) {
      show("status", "Another tab refreshed the token, and this tab uses it.");
    }
  });

  onClick("sign-out", async () => {
    await signOut();
    location.assign("/login");
  });
  onClick("fire", () => {
    wipe();
    return act(() => fire(false));
  });
  onClick("expire-and-fire", () => {
    wipe();
    return act(() => fire(true));
  });
  onClick("expire", () =>
    act(async () => {
      await control.expire(user);
      show("status", "All access tokens issued so far have expired.");
    }),
  );
  onClick("refuse", () =>
    act(async () => {
      const { faults } = await control.counts(user);
      await (faults ? control.reset(user) : control.refuseNextRefresh(user));
      show(
        "status",
        faults
          ? "The server will accept the next refresh."
          : "Now expire the token and send.",
      );
    }),
  );
  await act(async () => {
    if (opening === Opening.Idle) return;
    await fire(true);
    const result = element("status").textContent;
    show("status", `The token had expired when the page opened. ${result}`);
  });

  /** Runs the actions one after another, and reports it when the server does not answer. */
  function act(what: () => Promise<void>): Promise<void> {
    busy = busy.then(what).then(showRefusal).catch(complain);
    return busy;
  }

  async function showRefusal(): Promise<void> {
    const { faults } = await control.counts(user);
    const button = element("refuse");
    button.setAttribute("aria-pressed", String(faults > 0));
    button.textContent = faults
      ? "The next refresh will be rejected"
      : "Reject the next refresh";
  }

  async function fire(expired: boolean): Promise<void> {
    wipe();
    await control.slow(user, Number(slow.value));
    if (expired) await control.expire(user);
    const before = await control.counts(user);

    firing = true;
    timeline.begin();
    const began = performance.now();
    const requests = Array.from({ length: Number(count.value) }, (_, index) =>
      request(index + 1),
    );
    const errors = (await Promise.all(requests)).filter(
      (error) => error !== null,
    );
    const took = Math.round(performance.now() - began);
    timeline.end();
    firing = false;

    const after = await control.counts(user);
    const answered = requests.length - errors.length;
    show("refreshes", after.refreshes - before.refreshes);
    show("calls", after.calls - before.calls);
    show("refused", after.refused - before.refused);
    show("failed", errors.length);
    show("answered", answered);
    show("error", errors.at(-1) ?? "none");
    show(
      "status",
      `${answered} of ${requests.length} requests answered in ${took} ms.`,
    );
  }

  /** Sends one request of a burst and returns the code of its error, or null. */
  async function request(item: number): Promise<string | null> {
    timeline.mark("sent");
    try {
      await api.get(`/items/${item}`);
      timeline.mark("answered");
      return null;
    } catch (error) {
      timeline.mark("failed");
      return (isEverfetchError(error) && error.code) || String(error);
    }
  }
}

function wipe(): void {
  for (const name of numbers) show(name, "–");
  show("error", "none");
  show("status", "");
}

function complain(error: unknown): void {
  console.error(error);
  show("status", "The demo server did not answer. Is it still running?");
}
