// @ts-check
// `everfetch/devtools`: a panel that shows what the sessions of the page do.

import { Panel } from "./devtools/panel.js";
import { HOOK, meet } from "./devtools/sessions.js";

export { Timeline } from "./devtools/timeline.js";

/** Where no page can show it, as on a server or in jsdom, it does nothing; and one panel is enough for all. */
if (
  globalThis.document?.adoptedStyleSheets &&
  !(/** @type {any} */ (globalThis)[HOOK])
) {
  const panel = new Panel(meet(() => panel.drawLater()));
  const mount = () => {
    document.body.append(panel.host);
    panel.draw();
  };
  if (document.body) mount();
  else addEventListener("DOMContentLoaded", mount);
}
