// @ts-check
// onDownloadProgress and onUploadProgress: what the last event says, and that the sum is right.

import { client } from "./make.js";

/** What does not depend on how fast the bytes came. @param {any[]} events */
const steady = (events) => {
  const last = events.at(-1);
  return {
    called: events.length > 0,
    rises: events.every(
      (event, at) => !at || event.loaded >= events[at - 1].loaded,
    ),
    bytes: events.reduce((sum, event) => sum + event.bytes, 0),
    names: last && Object.keys(last).sort(),
    last: last && {
      loaded: last.loaded,
      total: last.total,
      progress: last.progress,
      download: last.download,
      upload: last.upload,
      lengthComputable: last.lengthComputable,
    },
  };
};

/** The listeners are called in tasks of their own, the last of them after the call has settled. @param {any[]} events @param {number} loaded */
const until = async (events, loaded) => {
  for (
    let turns = 0;
    turns < 1000 && (events.at(-1)?.loaded ?? -1) < loaded;
    turns++
  )
    await new Promise((resolve) => setTimeout(resolve, 10));
};

const text = /** @type {[string, string][]} */ ([
  ["content-type", "text/plain"],
]);

/** @type {Record<string, { answer: any, loaded: number }>} */
const DOWNLOADS = {
  "a length that is announced": {
    answer: { headers: text, body: "0123456789", times: 1000 },
    loaded: 10_000,
  },
  "no length": {
    answer: { headers: text, pieces: ["01234", "56789"] },
    loaded: 10,
  },
  "a large answer": {
    answer: { headers: text, body: "0123456789", times: 100_000 },
    loaded: 1_000_000,
  },
};

export default [
  ...Object.entries(DOWNLOADS).flatMap(([kind, { answer, loaded }]) =>
    ["text", "arraybuffer", "blob"].map((responseType) =>
      client(
        `download progress: ${kind}, as ${responseType}`,
        async (api, given) => {
          /** @type {any[]} */
          const events = [];
          const { data } = await api.get(given.url(answer), {
            responseType,
            onDownloadProgress: (/** @type {any} */ event) =>
              events.push(event),
          });
          await until(events, loaded);
          return [data.length ?? data.byteLength ?? data.size, steady(events)];
        },
      ),
    ),
  ),
  client("download progress: of a refusal", async (api, given) => {
    /** @type {any[]} */
    const events = [];
    const outcome = await given.outcome(() =>
      api.get(given.url({ status: 404, headers: text, body: "0123456789" }), {
        onDownloadProgress: (/** @type {any} */ event) => events.push(event),
      }),
    );
    await until(events, 10);
    return [outcome, steady(events)];
  }),
  client("download progress: headers stay", (api, given) =>
    given.outcome(() =>
      api.get(given.url({ headers: [...text, ["x-mine", "1"]], body: "x" }), {
        onDownloadProgress: () => {},
      }),
    ),
  ),
  ...["text", "a blob", "an object", "a form"].map((kind) =>
    client(`upload progress: ${kind}`, async (api, given) => {
      /** @type {any[]} */
      const events = [];
      const form = new FormData();
      form.append("a", "1");
      const data = {
        text: "0123456789",
        "a blob": new Blob(["0123456789"]),
        "an object": { a: 1 },
        "a form": form,
      }[kind];
      return given.outcome(() =>
        api.post(given.url(), data, {
          onUploadProgress: (/** @type {any} */ event) => events.push(event),
        }),
      );
    }),
  ),
];
