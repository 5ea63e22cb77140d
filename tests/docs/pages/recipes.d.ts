// What the snippets of recipes.md find besides `globals.d.ts`.

/** The page's login dialog. */
declare const dialog: HTMLDialogElement;

// Vitest's and Jest's.
declare function test(name: string, work: () => unknown): void;
declare function beforeAll(work: () => unknown): void;
declare function afterAll(work: () => unknown): void;
declare function expect(value: unknown): { toEqual(wanted: unknown): void };

// A service worker's.
interface WindowEventMap {
  fetch: Event & {
    readonly request: Request;
    respondWith(answer: Promise<Response>): void;
  };
}

// Nuxt's.
declare function defineNuxtPlugin(plugin: () => object): object;
declare function useRequestEvent(): { headers: Headers };
declare function appendResponseHeader(
  event: object,
  name: string,
  value: string,
): void;
