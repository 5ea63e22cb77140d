// What the snippets of troubleshooting.md find besides `globals.d.ts`.

/** Shows a message. */
declare function toast(message: string): void;
