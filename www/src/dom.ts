// Finds elements by the `data-testid` that the tests use too.

/** Returns the element with this `data-testid`. */
export function element<T extends HTMLElement = HTMLElement>(
  testid: string,
): T {
  const found = document.querySelector<T>(`[data-testid="${testid}"]`);
  if (!found) throw new Error(`index.html has no ${testid}`);
  return found;
}

export function onClick(testid: string, act: () => void | Promise<void>): void {
  element(testid).addEventListener("click", () => void act());
}

export function show(testid: string, text: string | number): void {
  element(testid).textContent = String(text);
}
