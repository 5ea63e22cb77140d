// One burst as a picture: a row for each kind of event, time from left to right.

export type Kind =
  | "sent"
  | "refused"
  | "waiting"
  | "refresh"
  | "retried"
  | "answered"
  | "failed";

interface Mark {
  kind: Kind;
  /** ms since the burst began. */
  at: number;
  /** The queue's length, for `waiting`; whether it began, for `refresh`. */
  value: number;
}

const rows: Record<Kind, string> = {
  sent: "sent",
  refused: "refused",
  waiting: "waiting",
  refresh: "refresh",
  retried: "sent again",
  answered: "answered",
  failed: "failed",
};
const kinds = Object.keys(rows) as Kind[];

const width = 1000;
const height = 24;

export class Timeline {
  #marks: Mark[] = [];
  #began = 0;
  #running = false;
  #drawn = false;
  #note = "";
  readonly #root: HTMLElement;

  constructor(root: HTMLElement) {
    this.#root = root;
    this.#draw();
  }

  /** Wipes the picture and starts the clock. */
  begin(): void {
    this.#marks = [];
    this.#note = "";
    this.#began = performance.now();
    this.#running = true;
    this.#drawLater();
  }

  /** Stops the clock. */
  end(): void {
    this.#running = false;
    this.#drawLater();
  }

  /** Records an event of a burst; events between bursts are not its matter. */
  mark(kind: Kind, value = 1): void {
    if (!this.#running) return;
    this.#marks.push({ kind, at: performance.now() - this.#began, value });
    this.#drawLater();
  }

  /** What the refresh's row says at its end. */
  note(text: string): void {
    this.#note = text;
  }

  #drawLater(): void {
    if (this.#drawn) return;
    this.#drawn = true;
    requestAnimationFrame(() => {
      this.#drawn = false;
      this.#draw();
    });
  }

  #draw(): void {
    const last = this.#marks.at(-1)?.at ?? 0;
    const end = Math.max(last * 1.02, 1);
    const shown = kinds.filter(
      (kind) => kind !== "failed" || this.#count("failed") > 0,
    );
    const axis = this.#marks.length
      ? `<div class="axis"><span>0</span><span>${time(end / 2)}</span><span>${time(end)}</span></div>`
      : `<p class="empty">Fire a burst to see it here.</p>`;
    this.#root.innerHTML =
      shown.map((kind) => this.#row(kind, end)).join("") + axis;
  }

  #row(kind: Kind, end: number): string {
    const marks = this.#marks.filter((mark) => mark.kind === kind);
    const shape = { waiting: area, refresh: bars }[kind as string] ?? ticks;
    return `<div class="row ${kind}">
      <span class="name">${rows[kind]}</span>
      <svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" aria-hidden="true">${shape(
        marks,
        (at) => (at / end) * width,
      )}</svg>
      <span class="total" data-testid="row-${kind}">${this.#total(kind, marks)}</span>
    </div>`;
  }

  #total(kind: Kind, marks: Mark[]): string {
    if (kind === "waiting") {
      const peak = Math.max(0, ...marks.map((mark) => mark.value));
      return peak ? `up to ${peak}` : "0";
    }
    const count = this.#count(kind);
    return kind === "refresh" && this.#note
      ? `${count} ${this.#note}`
      : String(count);
  }

  #count(kind: Kind): number {
    return this.#marks.filter((mark) => mark.kind === kind && mark.value > 0)
      .length;
  }
}

type Shape = (marks: Mark[], x: (at: number) => number) => string;

/** A line for each event. */
const ticks: Shape = (marks, x) => {
  const path = marks
    .map(({ at }) => `M${x(at).toFixed(1)} 3V${height - 3}`)
    .join("");
  return `<path class="ticks" d="${path}" />`;
};

/** The queue's length over time. */
const area: Shape = (marks, x) => {
  const peak = Math.max(1, ...marks.map((mark) => mark.value));
  let path = `M0 ${height}`;
  for (const { at, value } of marks) {
    path += `H${x(at).toFixed(1)}V${(height - (value / peak) * (height - 3)).toFixed(1)}`;
  }
  return `<path class="area" d="${path}V${height}Z" />`;
};

/** A bar from each beginning to the end that follows, or as far as time has come. */
const bars: Shape = (marks, x) =>
  marks
    .map((mark, index) => {
      if (!mark.value) return "";
      const next = marks[index + 1];
      const to = next ? x(next.at) : width;
      const long = Math.max(to - x(mark.at), 3);
      return `<rect class="bar" x="${x(mark.at)}" y="4" width="${long}" height="${height - 8}" />`;
    })
    .join("");

function time(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
