// The style of a timeline. A page can override the colours with these variables.

export const CSS = `
:host { display: grid; gap: 6px; }
p { margin: 0; }
.row, .axis {
  display: grid;
  gap: 4px 12px;
  grid-template-columns: 6em minmax(0, 1fr) 7.25em;
  align-items: center;
}
.row { --colour: var(--sent, #6fa8ff); }
.row.refused, .row.failed { --colour: var(--refused, #ff7d85); }
.row.waiting { --colour: var(--waiting, #f0b04a); }
.row.refresh { --colour: var(--refresh, #a997ff); }
.row.retried { --colour: var(--retried, #4cc7d1); }
.row.answered { --colour: var(--answered, #5fd082); }
svg { width: 100%; height: 2em; background: var(--track, #262934); border-radius: 6px; }
.total { font-weight: 600; font-variant-numeric: tabular-nums; color: var(--colour); }
.ticks {
  stroke: var(--colour);
  stroke-width: 2px;
  stroke-opacity: 0.75;
  vector-effect: non-scaling-stroke;
}
.area, .bar { fill: var(--colour); }
.axis, p { color: var(--muted, #a3a7b8); }
.axis > span { grid-column: 2; grid-row: 1; }
.axis > span:nth-child(2) { justify-self: center; }
.axis > span:last-child { justify-self: end; }
@media (max-width: 560px) {
  .row { grid-template-columns: 1fr auto; }
  .row svg { grid-row: 2; grid-column: 1 / -1; height: 1.5em; }
  .axis { grid-template-columns: minmax(0, 1fr); }
  .axis > span:nth-child(n) { grid-column: 1; }
}
`;
