// @ts-check
// A language model: it streams its answer as events.

export const PIECES = ["Hel", "lo", "!"];

let isCancelled = false;

/** Whether a client has stopped reading. */
export const cancelled = () => isCancelled;

export const answer = () => {
  const events = PIECES.map((piece) => `event: piece\ndata: ${piece}\n\n`);
  // Chunks end anywhere, even within a line.
  const chunks = events.join("").match(/[^]{1,7}/g) ?? [];
  const body = new ReadableStream({
    pull: async (controller) => {
      await new Promise((done) => setTimeout(done));
      const chunk = chunks.shift();
      if (chunk) controller.enqueue(new TextEncoder().encode(chunk));
      else controller.close();
    },
    cancel: () => {
      isCancelled = true;
    },
  });
  return new Response(body, {
    headers: { "Content-Type": "text/event-stream" },
  });
};
