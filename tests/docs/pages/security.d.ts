// What the snippets of security.md find besides `globals.d.ts`.

declare module "node:fs/promises" {
  export function readFile(file: URL): Promise<Uint8Array<ArrayBuffer>>;
}
