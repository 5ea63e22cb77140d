// @ts-check
// The situations, and what must hold in each. A check is named by what goes wrong if it fails.

/** @typedef {import("./scene.mjs").Scene} Scene */
/** @typedef {import("./scene.mjs").Outcome} Outcome */

const MANY = 20;

/** @param {Outcome[]} outcomes */
const every = (outcomes) => outcomes.every(({ ok }) => ok);
/** @param {Outcome[]} outcomes */
const settled = (outcomes) =>
  outcomes.every(({ message }) => message !== "hangs");

/** @param {Scene} scene @param {Outcome[]} outcomes */
const areAnswered = (scene, outcomes) => {
  scene.check("never settles", settled(outcomes));
  scene.check("some requests fail", every(outcomes) || !settled(outcomes));
};

/** One dialog, which leads to the log-in page once. @param {Scene} scene @param {import("./scene.mjs").Tab} tab */
const endsOnce = async (scene, tab) => {
  await tab.until("({ asked }) => asked");
  await tab.answer(true);
  await tab.until("({ visited }) => visited.length");
  const { asked, visited } = await tab.ui();
  // Before, that depends on how fast the user answers.
  if (scene.app !== "before") scene.check("more than one dialog", asked === 1);
  scene.check("the login page opens twice", visited.length === 1);
  const stored = await tab.stored();
  scene.check("the tokens are kept", !/"value"|Admin-Token=\w/.test(stored));
};

/** @type {Record<string, (scene: Scene) => Promise<void>>} */
export const steps = {
  async "a request after log-in"(scene) {
    const tab = await scene.signedIn();
    areAnswered(scene, await tab.get(1));
    await scene.open().then(async (other) => {
      areAnswered(scene, await other.get(1));
    });
  },

  async "20 requests at expiry"(scene) {
    const tab = await scene.signedIn();
    await tab.speak("en");
    scene.server.expire();
    areAnswered(scene, await scene.refusing(MANY, () => tab.get(MANY)));
    scene.check("more than one refresh", scene.refreshes === 1);
    const [refresh] = scene.server.answersOf("/auth/refresh-token");
    scene.check(
      "the refresh lacks a header",
      refresh?.code === 0 && refresh.language === "en",
    );
  },

  async "a form that is submitted at expiry"(scene) {
    const tab = await scene.signedIn();
    scene.server.expire();
    const form = { url: "/orders", method: "post", data: { item: 7 } };
    areAnswered(scene, await tab.send([form]));
    const saved = scene.server
      .answersOf("/orders")
      .filter(({ code }) => code === 0);
    scene.check("it is saved twice", saved.length < 2);
  },

  async "a double click"(scene) {
    const tab = await scene.signedIn();
    const form = { url: "/orders", method: "post", data: { item: 7 } };
    const outcomes = await tab.send([form, form]);
    const { length } = scene.server.answersOf("/orders");
    scene.check("it is saved twice", length === 1);
    scene.check("nothing is saved", length > 0);
    scene.check(
      "no word of it",
      outcomes.some(({ message = "" }) => /twice/.test(message)),
    );
  },

  async "the server refuses the refresh"(scene) {
    const tab = await scene.signedIn();
    scene.server.expire();
    scene.server.revoke();
    const [outcomes] = await Promise.all([tab.get(MANY), endsOnce(scene, tab)]);
    scene.check("never settles", settled(outcomes));
    scene.check("more than one refresh", scene.refreshes === 1);
  },

  async "requests while the dialog is open"(scene) {
    const tab = await scene.signedIn();
    scene.server.expire();
    scene.server.revoke();
    const first = tab.get(3);
    await tab.until("({ dialogs }) => dialogs.length");
    const refreshes = scene.refreshes;
    await tab.get(3);
    scene.check("another refresh", scene.refreshes === refreshes);
    const { asked } = await tab.ui();
    scene.check("more than one dialog", asked === 1);
    await tab.answer(false);
    scene.check("never settles", settled(await first));
    const { visited } = await tab.ui();
    scene.check("the page is left against the user's will", !visited.length);
  },

  async "a code that ends the session at once"(scene) {
    const tab = await scene.signedIn();
    scene.server.kickedOut = true;
    const [outcomes] = await Promise.all([tab.get(MANY), endsOnce(scene, tab)]);
    scene.check("never settles", settled(outcomes));
    scene.check("a refresh", scene.refreshes === 0);
  },

  async "two tabs at expiry"(scene) {
    const tab = await scene.signedIn();
    const other = await scene.open();
    scene.server.expire();
    const outcomes = await scene.refusing(MANY, async () => {
      const half = MANY / 2;
      return (await Promise.all([tab.get(half), other.get(half)])).flat();
    });
    areAnswered(scene, outcomes);
    scene.check("one refresh per tab", scene.refreshes === 1);
    scene.check("a refresh token is used twice", scene.server.reuse === 0);
  },

  async "a download at expiry"(scene) {
    const tab = await scene.signedIn();
    scene.server.expire();
    const download = { url: "/export", responseType: "blob" };
    const [outcome] = await tab.send([download]);
    scene.check("it is not the file", outcome?.data === "name\nAda\n");
    scene.check("more than one refresh", scene.refreshes === 1);
  },

  async "a download without permission"(scene) {
    const tab = await scene.signedIn();
    const download = { url: "/forbidden", responseType: "blob" };
    const [outcome] = await tab.send([download]);
    scene.check("the message is lost", outcome?.message === "No permission");
    scene.check("a refresh", scene.refreshes === 0);
  },

  async "a wrong password"(scene) {
    const tab = await scene.open();
    const { message } = await tab.logIn("wrong");
    scene.check("the message is lost", message === "Wrong password");
    const { asked, visited } = await tab.ui();
    scene.check("a dialog", asked === 0);
    scene.check("the page is left", visited.length === 0);
    scene.check("a refresh", scene.refreshes === 0);
  },
};

/** For a template without a refresh token: an expired one ends the session. @type {typeof steps} */
export const withoutRefresh = {
  ...Object.fromEntries(
    [
      "a request after log-in",
      "a double click",
      "a code that ends the session at once",
      "a download without permission",
      "a wrong password",
    ].map((name) => [name, /** @type {any} */ (steps[name])]),
  ),

  async "20 requests at expiry"(scene) {
    const tab = await scene.signedIn();
    scene.server.expire();
    const [outcomes] = await Promise.all([tab.get(MANY), endsOnce(scene, tab)]);
    scene.check(
      "another error",
      outcomes.every(({ code }) => code === "ERR_SESSION_ENDED"),
    );
    scene.check("a refresh", scene.refreshes === 0);
    await tab.logIn("right", "bob");
    areAnswered(scene, await tab.get(1));
  },

  async "a sign-out in another tab"(scene) {
    const tab = await scene.signedIn();
    const other = await scene.open();
    areAnswered(scene, await other.get(1));
    await tab.page.evaluate(() => window.app.logOut());
    const [outcome] = await other.get(1);
    scene.check("the token is still sent", outcome && !outcome.ok);
    const { message } = outcome ?? {};
    scene.check("the message is lost", message === "Not logged in");
  },
};
