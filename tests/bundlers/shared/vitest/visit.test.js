import { createClient } from "everfetch";
import { expect, test } from "vitest";
import { visit } from "./visit.js";

test("a client refreshes and retries", async () => {
  const result = await visit(createClient, process.env.SERVER);
  expect(result).toBe("200 200, 1 refresh");
});
