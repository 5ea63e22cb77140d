// One refresh in the browser.

import "../support/development.mjs";
import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { test } from "node:test";
import { Refresh } from "../../pkg-template/src/runtime/refresh.ts";

test("a wait ends with its time or with the refresh, and leaves no listener behind", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const refresh = new Refresh(
    /** @type {any} */ ({ epoch: 0 }),
    /** @type {any} */ ({}),
    1,
  );
  const { signal } = refresh.cancelled;
  for (let time = 0; time < 3; time++) {
    const waits = refresh.wait(10);
    t.mock.timers.tick(10);
    await waits;
  }
  assert.equal(getEventListeners(signal, "abort").length, 0);
  const waits = refresh.wait(10_000);
  refresh.cancel();
  await waits;
  assert.equal(getEventListeners(signal, "abort").length, 0);
});
