// @ts-check
// Waiting for conditions, never for a time.

/** How long a condition may take on a busy machine. */
const PATIENCE = 25_000;

/** Between two looks at a condition. */
const INTERVAL = 5;

/**
 * Waits until a condition holds; throws when it never does.
 *
 * @param {() => unknown} condition
 */
export async function until(condition) {
  const end = Date.now() + PATIENCE;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`never true: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, INTERVAL));
  }
}
