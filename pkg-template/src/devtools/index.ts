// `everfetch/devtools`: a panel that shows the sessions of the page.

import { Panel } from "./panel.js";
import { HOOK, meet, page } from "./sessions.js";

export { Timeline } from "./timeline.js";

/** Does nothing without a real page, as on a server or in jsdom, or if there is a panel already. */
if (globalThis.document?.adoptedStyleSheets && !page[HOOK]) {
  const panel = new Panel(meet(() => panel.drawLater()));
  const mount = () => {
    document.body.append(panel.host);
    panel.draw();
  };
  if (document.body) mount();
  else addEventListener("DOMContentLoaded", mount);
}
