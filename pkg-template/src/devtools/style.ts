// The style of the panel: dark, small, above everything, in the corner.

export const CSS = `
:host {
  all: initial;
  position: fixed;
  right: 12px;
  bottom: 12px;
  z-index: 2147483647;
  color-scheme: dark;
  font: 12px/1.5 system-ui, sans-serif;
  color: #e9eaf0;
}
details {
  overflow: hidden;
  background: #1c1e26;
  border: 1px solid #5c5f6d;
  border-radius: 8px;
}
details[open] { width: min(520px, calc(100vw - 24px)); }
summary { padding: 6px 12px; font-weight: 600; cursor: pointer; }
.body { padding: 0 12px 12px; }
select { width: 100%; margin-bottom: 8px; font: inherit; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 12px; margin: 0; }
dt, time { color: #a3a7b8; }
dd { margin: 0; overflow-wrap: anywhere; }
section { margin-top: 8px; }
ul, ol { margin: 8px 0 0; padding: 0; list-style: none; }
ul:empty { display: none; }
ul { padding-left: 12px; border-left: 2px solid #f0b04a; }
ol { overflow: auto; max-height: 40vh; padding-top: 8px; border-top: 1px solid #343743; }
li { overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
:focus-visible { outline: 2px solid #a997ff; outline-offset: -2px; }
@media print { :host { display: none; } }
`;
