// @ts-check
// The name of a heading in an address. A file of its own: tests/docs, which has nothing of www installed, reads it too.

/**
 * What a heading is called in a link, as GitHub has it.
 * @param {string} heading
 */
export const slug = (heading) =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replace(/\s/g, "-");
