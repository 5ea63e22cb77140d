// @ts-check
// `everfetch/devtools`: a panel that shows the sessions of the page.

import { Panel } from "./devtools/panel.js";
import { HOOK, meet } from "./devtools/sessions.js";

export { Timeline } from "./devtools/timeline.js";

/** Does nothing without a real page, as on a server or in jsdom, or if there is a panel already. */
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
