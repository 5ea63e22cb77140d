// @ts-check
import { defineConfig } from "vitest/config";

// Generous, for busy machines: nothing here waits for time to pass.
export default defineConfig({
  test: {
    environment: "jsdom",
    globalSetup: "./server.js",
    include: ["*.test.js"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    restoreMocks: true,
  },
});
