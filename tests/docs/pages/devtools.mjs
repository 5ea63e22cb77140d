// @ts-check
// What is asked of the snippets of devtools.md.

/** @typedef {typeof import("../stage.mjs").stage} Stage */

/** By the word `check=…`. @type {Record<string, (stage: Stage, program: any) => Promise<void>>} */
export const checks = {
  /** A session that was there before the panel shows with the next thing that it does. */
  panel: async ({ dom }, { $client: api }) => {
    const panel = () => dom.document.querySelector("everfetch-devtools");
    await dom.until(async () => {
      await api.get("/me");
      return panel()?.shadowRoot?.textContent?.includes("signed-in");
    }, "a panel with the session");
  },

  picture: async ({ dom, expire }, { $client: api }) => {
    await expire();
    await api.get("/me");
    const shows = () =>
      dom.document.body.shadowRoot?.textContent?.includes("by this tab");
    await dom.until(shows, "a picture of the refresh");
  },
};
