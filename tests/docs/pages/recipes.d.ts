// What the snippets of recipes.md find besides `globals.d.ts`.

/** The page's login dialog. */
declare const dialog: HTMLDialogElement;

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
