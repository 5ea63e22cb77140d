// For the projects in TypeScript.
import type { createClient } from "everfetch";

export declare function visit(
  create: typeof createClient,
  server: string,
): Promise<string>;
