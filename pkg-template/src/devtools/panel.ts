// The panel: the session's state, its waiting requests, and its latest decisions.

import { element, shade } from "./elements.js";
import type { Facade, Known, Line } from "./sessions.js";
import { CSS } from "./style.js";

/** How many waiting requests are listed. */
const NAMED = 10;

/** How often the countdown is redrawn, in ms. */
const STEP_MS = 1000;

export class Panel {
  readonly host = document.createElement("everfetch-devtools");
  readonly summary = element("summary");
  readonly select = element("select", { "aria-label": "Session" });
  readonly facts = element("dl");
  readonly queue = element("ul");
  readonly picture = element("section");
  readonly events = element("ol", {
    tabindex: "0",
    "aria-label": "Latest log lines, newest first",
  });
  readonly details: HTMLDetailsElement;
  readonly sessions: () => Known[];
  drawn = false;
  /** The newest line that is shown. */
  last: Line | undefined = undefined;

  constructor(sessions: () => Known[]) {
    this.sessions = sessions;
    const parts = [
      this.select,
      this.facts,
      this.queue,
      this.picture,
      this.events,
    ];
    const body = element("div", { class: "body" }, ...parts);
    this.details = element("details", {}, this.summary, body);
    shade(this.host, CSS).append(this.details);

    const draw = () => this.draw();
    this.select.addEventListener("change", draw);
    this.details.addEventListener("toggle", draw);
    this.details.addEventListener("keydown", ({ key }) => {
      if (key !== "Escape") return;
      this.details.open = false;
      this.summary.focus();
    });
    setInterval(draw, STEP_MS);
  }

  /** Draws once before the next frame, however many events arrive until then. */
  drawLater() {
    if (this.drawn) return;
    this.drawn = true;
    requestAnimationFrame(() => {
      this.drawn = false;
      this.draw();
    });
  }

  draw() {
    const all = this.sessions();
    const selected =
      all.find(({ name }) => name === this.select.value) ?? all[0];
    const session = selected?.deref();
    this.summary.textContent = session
      ? headline(session)
      : "everfetch: no session yet";
    if (!this.details.open) return;
    this.fillSelect(all, selected);
    this.facts.replaceChildren(
      ...(session ? factsOf(session).flatMap(pair) : []),
    );
    this.queue.replaceChildren(...(session ? queueOf(session) : []).map(item));
    this.showLines(selected);
  }

  /** Fills the select if there are several sessions. Leaves it alone while it is correct, because it may be open. */
  fillSelect(all: Known[], selected: Known | undefined) {
    const names = all.map(({ name }) => name);
    const shown = Array.from(this.select.options, ({ value }) => value);
    if (String(names) !== String(shown))
      this.select.replaceChildren(
        ...names.map(
          (name) => new Option(name, name, false, name === selected?.name),
        ),
      );
    this.select.hidden = all.length < 2;
  }

  /** Shows the log lines. Leaves them alone while there is nothing new, because the user may be selecting text. */
  showLines(selected: Known | undefined) {
    const last = selected?.lines.at(-1);
    if (
      last === this.last &&
      (selected?.timeline ?? null) === this.picture.firstChild
    )
      return;
    this.last = last;
    this.picture.replaceChildren(...(selected ? [selected.timeline] : []));
    this.events.replaceChildren(
      ...(selected?.lines ?? []).map(event).reverse(),
    );
  }
}

const headline = ({ state, waiting }: Facade) =>
  `everfetch: ${state}` + (waiting.length ? `, ${waiting.length} waiting` : "");

const factsOf = (session: Facade): [string, string][] => {
  const { state, token, user, waiting, expiry } = session;
  return [
    ["State", state],
    ["User", user ?? "unknown"],
    ["Token", token.replace("token ", "")],
    ["Expires", expiry ? countdown(expiry - Date.now()) : "unknown"],
    ["Waiting", String(waiting.length)],
  ];
};

const queueOf = ({ waiting }: Facade) => {
  const names = waiting.slice(0, NAMED);
  const more = waiting.length - names.length;
  return more > 0 ? [...names, `and ${more} more`] : names;
};

const countdown = (ms: number) => {
  if (ms <= 0) return "expired";
  const seconds = Math.ceil(ms / 1000);
  return `in ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
};

const pair = ([name, value]: [string, string]) => [
  element("dt", {}, name),
  element("dd", {}, value),
];

const item = (text: string) => element("li", {}, text);

const event = ({ at, text }: Line) =>
  element(
    "li",
    {},
    element("time", {}, new Date(at).toISOString().slice(11, 23)),
    " ",
    text,
  );
