// @ts-check
// A server of the tus protocol, for one upload. Its token expires, and it fails once, during the upload.

/** @typedef {typeof import("../../stage.mjs").stage} Stage */
/** @typedef {(request: Request, body: string) => Response | Promise<Response>} Answer */

let file = Buffer.alloc(0);
let chunks = 0;

/** What has arrived. */
export const received = () => file;

/**
 * @param {(answer: Answer) => (request: Request) => Promise<Response>} guarded
 * @param {Stage} stage
 */
export const routes = (guarded, stage) => ({
  "POST /api/uploads": guarded(() => {
    file = Buffer.alloc(0);
    return answer(201, { Location: "/api/uploads/1" });
  }),
  "HEAD /api/uploads/1": guarded((request) =>
    answer(200, {
      "Upload-Offset": String(file.length),
      "Upload-Length": String(12 * 2 ** 20),
    }),
  ),
  "PATCH /api/uploads/1": guarded(async (request) => {
    chunks += 1;
    if (chunks === 2) return answer(503, {});
    const chunk = Buffer.from(await request.arrayBuffer());
    file = Buffer.concat([file, chunk]);
    if (chunks === 1) await stage.expire();
    return answer(204, { "Upload-Offset": String(file.length) });
  }),
});

/** @param {number} status @param {Record<string, string>} headers */
const answer = (status, headers) =>
  new Response(null, {
    status,
    headers: { "Tus-Resumable": "1.0.0", ...headers },
  });
