// Draws a burst of requests: a row for each kind of event, with time from left to right.

import type { SessionEvent } from "../../index.js";
import { element, shade } from "./elements.js";
import { CSS } from "./timeline-style.js";

/** A kind of event, which has a row of its own. */
export type Kind =
  | "sent"
  | "refused"
  | "waiting"
  | "refresh"
  | "retried"
  | "answered"
  | "failed";

/** An event of a burst. */
interface Mark {
  kind: Kind;
  /** In ms since the burst began. */
  at: number;
  /** The number of waiting requests for `waiting`; 1 for the start of a `refresh`, 0 for its end. */
  value: number;
}

/** The labels of the rows. */
const ROWS: Record<Kind, string> = {
  sent: "sent",
  refused: "rejected",
  waiting: "waiting",
  refresh: "refresh",
  retried: "sent again",
  answered: "answered",
  failed: "failed",
};
const KINDS = Object.keys(ROWS) as Kind[];

const WIDTH = 1000;
const HEIGHT = 24;

/** With `auto`, the first event after a pause of this length starts a new picture, in ms. */
const PAUSE_MS = 5000;

export class Timeline {
  #marks: Mark[] = [];
  #began = 0;
  #running = false;
  #refreshing = false;
  #drawn = false;
  #note = "";
  #auto: boolean;
  #root: ShadowRoot;

  /**
   * @param host the element that contains the picture
   * @param options `auto`: start automatically, and leave out empty rows
   */
  constructor(host: HTMLElement, { auto = false }: { auto?: boolean } = {}) {
    this.#auto = auto;
    this.#root = shade(host, CSS);
    this.#draw();
  }

  /** Clears the picture and starts the clock. */
  begin() {
    this.#marks = [];
    this.#note = "";
    this.#began = performance.now();
    this.#running = true;
    this.#drawLater();
  }

  /** Stops the clock. */
  end() {
    this.#running = false;
    this.#drawLater();
  }

  /** Records an event. Ignores events between bursts. */
  mark(kind: Kind, value: number = 1) {
    const now = performance.now();
    const last = this.#began + (this.#marks.at(-1)?.at ?? -Infinity);
    if (this.#auto && !this.#refreshing && now - last > PAUSE_MS) this.begin();
    if (kind === "refresh") this.#refreshing = value > 0;
    if (!this.#running) return;
    this.#marks.push({ kind, at: now - this.#began, value });
    this.#drawLater();
  }

  /** Records the events of a session, until the returned function is called. */
  follow(session: {
    subscribe(listener: (event: SessionEvent) => void): () => void;
  }) {
    return session.subscribe((event) => {
      switch (event.type) {
        case "refused":
        case "retried":
          return this.mark(event.type);
        case "waiting":
          return this.mark("waiting", event.waiting);
        case "refresh-started":
          return this.mark("refresh");
        case "refreshed":
          this.#note =
            event.by === "this-tab" ? "by this tab" : "by another tab";
          return this.mark("refresh", 0);
        case "refresh-failed":
          this.#note = "failed";
          return this.mark("refresh", 0);
      }
    });
  }

  /** Draws once before the next frame, however many events arrive until then. */
  #drawLater() {
    if (this.#drawn) return;
    this.#drawn = true;
    requestAnimationFrame(() => {
      this.#drawn = false;
      this.#draw();
    });
  }

  #draw() {
    const last = this.#marks.at(-1)?.at ?? 0;
    const end = Math.max(last * 1.02, 1);
    const rare = this.#auto ? KINDS : ["failed"];
    const shown = KINDS.filter(
      (kind) => this.#count(kind) > 0 || !rare.includes(kind),
    );
    const axis = this.#marks.length
      ? element(
          "div",
          { class: "axis" },
          ...["0", time(end / 2), time(end)].map(span),
        )
      : element("p", {}, "Requests appear here.");
    this.#root.replaceChildren(
      ...shown.map((kind) => this.#row(kind, end)),
      axis,
    );
  }

  #row(kind: Kind, end: number) {
    const marks = this.#marks.filter((mark) => mark.kind === kind);
    const draw = kind === "waiting" ? area : kind === "refresh" ? bars : ticks;
    const picture = svg("svg", {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      preserveAspectRatio: "none",
      "aria-hidden": "true",
    });
    picture.append(...draw(marks, (at) => (at / end) * WIDTH));
    return element(
      "div",
      { class: `row ${kind}` },
      element("span", { class: "name" }, ROWS[kind]),
      picture,
      element("span", { class: "total" }, this.#total(kind, marks)),
    );
  }

  #total(kind: Kind, marks: Mark[]) {
    if (kind === "waiting") {
      const peak = Math.max(0, ...marks.map(({ value }) => value));
      return peak ? `up to ${peak}` : "0";
    }
    const count = this.#count(kind);
    if (kind !== "refresh" || !this.#note) return String(count);
    return count > 1
      ? `${count}, last ${this.#note}`
      : `${count} ${this.#note}`;
  }

  #count(kind: Kind) {
    return this.#marks.filter((mark) => mark.kind === kind && mark.value > 0)
      .length;
  }
}

/** Draws the events of a row at their positions. */
type Shape = (marks: Mark[], x: (at: number) => number) => SVGElement[];

/** A line for each event. */
const ticks: Shape = (marks, x) => [
  path(
    "ticks",
    marks.map(({ at }) => `M${x(at).toFixed(1)} 3V${HEIGHT - 3}`).join(""),
  ),
];

/** The number of waiting requests over time. */
const area: Shape = (marks, x) => {
  const peak = Math.max(1, ...marks.map(({ value }) => value));
  const steps = marks.map(
    ({ at, value }) =>
      `H${x(at).toFixed(1)}V${(HEIGHT - (value / peak) * (HEIGHT - 3)).toFixed(1)}`,
  );
  return [path("area", `M0 ${HEIGHT}${steps.join("")}V${HEIGHT}Z`)];
};

/** A bar from each start to the end that follows, or to the current time. */
const bars: Shape = (marks, x) =>
  marks.flatMap((mark, index) => {
    if (!mark.value) return [];
    const next = marks[index + 1];
    const width = Math.max((next ? x(next.at) : WIDTH) - x(mark.at), 3);
    return [
      svg("rect", {
        class: "bar",
        x: x(mark.at),
        y: 4,
        width,
        height: HEIGHT - 8,
      }),
    ];
  });

const path = (name: string, d: string) => svg("path", { class: name, d });

const svg = (tag: string, attributes: Record<string, string | number>) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes))
    made.setAttribute(name, String(value));
  return made;
};

const span = (text: string) => element("span", {}, text);

const time = (ms: number) =>
  ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
