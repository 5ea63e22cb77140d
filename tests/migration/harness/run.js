// @ts-check
// The window that WebDriver stays in: it runs a step of the scenario in one of the apps.

import { steps } from "./steps.js";
import { World } from "./world.js";

/**
 * Runs a step; returns what went wrong in it, or why it could not be carried out.
 *
 * @param {string} step
 * @param {import("./world.js").Which} which
 */
async function run(step, which) {
  /** @type {World | undefined} */
  let world;
  try {
    world = await World.make(which);
    await steps[step](world);
    return { wrongs: world.wrongs };
  } catch (error) {
    return { error: `${error} (so far: ${world?.wrongs})` };
  } finally {
    world?.close();
  }
}

Object.assign(window, { run, steps: Object.keys(steps) });
