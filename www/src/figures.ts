// The benchmark page: the last run that `cargo xtask bench --record` saved, and the code of each library.

import "./style.css";
import "./figures.css";
import report from "../bench/bench.json";
import { element, show } from "./dom";

interface Row {
  median?: number | null;
  low?: number;
  high?: number;
}

interface Case {
  name: string;
  title: string;
  unit: string;
  browser: string;
  rows: Record<string, Row>;
}

const cases = report.cases as unknown as Case[];
const sources: Record<string, string> = report.sources;

show(
  "run",
  `${report.date}, ${report.machine}. ` +
    Object.entries({ ...report.versions, ...report.browsers })
      .map(([name, version]) => `${name} ${version}`)
      .join(", "),
);
element("goals").replaceChildren(
  ...report.goals.map(({ what, browser, value, most, met }) => {
    const row = document.createElement("tr");
    row.className = met ? "met" : "missed";
    for (const text of [`${what} (${browser})`, figure(value), `≤ ${most}`]) {
      const cell = document.createElement("td");
      cell.textContent = text;
      row.append(cell);
    }
    return row;
  }),
);
choose("browser", Object.keys(report.browsers), (browser) => {
  element("cases").replaceChildren(
    ...cases.filter((one) => one.browser === browser).map(card),
  );
});
choose("peer", Object.keys(sources), (peer) => {
  show("code", sources[peer] ?? "");
});

/** Fills a select and picks the first option. */
function choose(
  testid: string,
  names: string[],
  pick: (name: string) => void,
): void {
  const select = element<HTMLSelectElement>(testid);
  select.replaceChildren(...names.map((name) => new Option(name, name)));
  select.addEventListener("change", () => {
    pick(select.value);
  });
  if (names[0] !== undefined) pick(names[0]);
}

function card({ title, unit, rows }: Case): HTMLElement {
  const section = document.createElement("section");
  section.className = "card";
  const heading = document.createElement("h2");
  heading.textContent = title;
  const list = document.createElement("ul");
  list.className = "bars";
  const most = Math.max(
    ...Object.values(rows).map(({ median }) => median ?? 0),
  );
  const base = rows[report.base]?.median;
  for (const [name, { median }] of Object.entries(rows))
    list.append(bar(name, median, most, unit, base));
  section.append(heading, list);
  return section;
}

function bar(
  name: string,
  median: number | null | undefined,
  most: number,
  unit: string,
  base: number | null | undefined,
): HTMLElement {
  const item = document.createElement("li");
  item.className = name.startsWith("everfetch") ? "ours" : "";
  const label = document.createElement("span");
  label.textContent = name;
  const track = document.createElement("span");
  track.className = "track";
  const value = document.createElement("span");
  if (typeof median === "number") {
    const fill = document.createElement("span");
    fill.style.width = `${Math.max(0.5, (Math.max(0, median) / most) * 100)}%`;
    track.append(fill);
    const ratio = base ? `, ${(median / base).toFixed(2)} ×` : "";
    value.textContent = `${figure(median)} ${unit}${ratio}`;
  } else value.textContent = "does not finish";
  item.append(label, track, value);
  return item;
}

/** Rounds to three significant digits. */
function figure(value: number): string {
  const size = Math.abs(value);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2);
}
