// @ts-check
// Bodies: of answers, what is read of them to recognise a refusal, and what the caller gets; and streams that are sent.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Readable } from "node:stream";
import { createClient } from "everfetch";
import axios from "everfetch/axios";
import { failureOf, reply, serve, storage } from "./support.mjs";

/**
 * @param {string} origin
 * @param {any} expired
 */
const clientOf = (origin, expired) =>
  createClient({
    baseURL: origin,
    session: {
      refresh: "/refresh",
      expired,
      storage: storage({ accessToken: "old", refreshToken: "r1" }),
    },
  });

/** An envelope in a 200, as back end C's: 50014 is an expired token. */
const ENVELOPE = { status: 200, code: 50014 };

/**
 * A server whose answer begins, and whose rest comes once the test lets it.
 * @param {string} type
 * @param {string} first
 * @param {string} rest
 */
const halting = async (type, first, rest) => {
  /** @type {() => void} */
  let go = () => {};
  const server = await serve((_, response) => {
    response.writeHead(200, type ? { "content-type": type } : {});
    response.write(first);
    go = () => response.end(rest);
  });
  return { ...server, go: () => go() };
};

for (const [type, first] of [
  ["application/x-ndjson", '{"row":1}\n'],
  ["application/stream+json", '{"row":1}\n'],
  ["application/json-seq", '{"row":1}\n'],
  ["text/event-stream", "data: 1\n\n"],
  ["application/octet-stream", "bytes"],
  ["text/csv", "a,b\n"],
  ["", "bytes"],
  // A watch: the first object is complete, and others follow for as long as it is open.
  ["application/json", '{"type":"ADDED","object":{}}\n'],
  // The code is there, and the rows are yet to come.
  ["application/json;charset=utf-8", '{"code":0,"data":["\\"{[",'],
  ["application/problem+json", '{"a":{"code":50014},"code":20000,'],
])
  test(`the beginning of ${type || "a body without a type"} arrives at once where a refusal is a code in a 200: ${first.trim()}`, async () => {
    const server = await halting(type, first, "1]}");
    const url = server.origin + "/rows";
    const api = clientOf(server.origin, ENVELOPE);
    for (const open of [
      async () => (await api.get(url, { responseType: "stream" })).data,
      async () => (await api.fetch(url)).body,
    ]) {
      const reader = (await open()).getReader();
      assert.equal(decode((await reader.read()).value), first);
      server.go();
      let rest = "";
      for (let piece; !(piece = await reader.read()).done;)
        rest += decode(piece.value);
      assert.equal(rest, "1]}");
    }
  });

/** @param {Uint8Array} bytes */
const decode = (bytes) => new TextDecoder().decode(bytes);

/** @param {string} text @param {string} [type] @param {object} [rule] */
const refreshes = async (text, type = "application/json", rule = ENVELOPE) => {
  const server = await serve(({ url, headers }, response) => {
    if (url === "/refresh")
      return reply(response, { code: 20000, data: { accessToken: "new" } });
    const fresh = headers.authorization === "Bearer new";
    response.writeHead(200, { "content-type": fresh ? "text/plain" : type });
    if (fresh) return response.end("fine");
    // Byte by byte, so that every letter comes in a piece of its own.
    for (const byte of Buffer.from(text)) response.write(Buffer.of(byte));
    response.end();
  });
  const { data } = await clientOf(server.origin, rule).get("/me");
  return data === "fine";
};

test("a code in a JSON body is recognised wherever it stands", async () => {
  for (const [text, rule] of /** @type {[string, object?][]} */ ([
    ['{"code":50014,"message":"expired"}'],
    ['{ "message" : "it \\"has\\" } [ {", "data":null , "code" : 50014 }'],
    ['{"data":{"code":1,"list":[1,{"code":2}]},"code":50014}'],
    ['{"data":"' + "好".repeat(2000) + '","code":50014}'],
    [
      '{"error":{"kind":"token","code":"E1"}}',
      { code: "E1", codePath: "error.code" },
    ],
    ['[{"code":"E1"},{"code":"E2"}]', { code: "E2", codePath: "1.code" }],
    ['[{"code":"E1"}]', { code: "E1", codePath: "0.code" }],
  ]))
    assert.equal(
      await refreshes(text, undefined, rule && { status: 200, ...rule }),
      true,
      text,
    );
});

test("a code in another place, or in what is not JSON, is no refusal", async () => {
  for (const [text, type] of [
    ['{"code":20000,"data":{"code":50014}}'],
    ['{"message":"\\"code\\":50014"}'],
    ['["code",50014]'],
    ['{"code":"50014"}'],
    ["50014"],
    ['{"code":50014'],
    ["not JSON"],
    [""],
    ['{"code":50014}', "text/html"],
    ['{"code":50014}\n{}', "application/x-ndjson"],
  ])
    assert.equal(await refreshes(text, type), false, text);
});

test("a code that has not come after 64 KiB is not waited for", async () => {
  const server = await halting(
    "application/json",
    `{"data":"${"x".repeat(70_000)}`,
    '","code":50014}',
  );
  const api = clientOf(server.origin, ENVELOPE);
  const { data } = await api.get("/download", { responseType: "stream" });
  server.go();
  assert.equal((await new Response(data).json()).code, 50014);
  assert.equal(server.lines.length, 1);
});

test("an expired function that reads nothing keeps no copy of the body", async () => {
  /** @type {any} */
  let shown;
  const server = await serve((_, response) => reply(response, { a: 1 }));
  const api = clientOf(server.origin, (/** @type {Response} */ response) => {
    shown = response;
    return response.status === 401;
  });
  const { data } = await api.get("/a");
  assert.deepEqual(data, { a: 1 });
  assert.ok(shown.bodyUsed);
});

test("a Blob has the media type without its parameters, as XMLHttpRequest gives it", async () => {
  const server = await serve((_, response) =>
    reply(response, { code: 1 }, 200, {
      "content-type": "application/json;charset=utf-8",
    }),
  );
  const api = createClient({ baseURL: server.origin });
  const { data } = await api.get("/file", { responseType: "blob" });
  assert.equal(data.type, "application/json");
  assert.deepEqual(JSON.parse(await data.text()), { code: 1 });
});

test("`request` has the response type and the final URL, in a response and in an error", async () => {
  const server = await serve(({ url }, response) => {
    if (url === "/old") {
      response.writeHead(302, { location: "/new?a=1" });
      return response.end();
    }
    reply(response, {}, url === "/missing" ? 404 : 200);
  });
  const api = createClient({ baseURL: server.origin });
  const { request } = await api.get("/old", { responseType: "blob" });
  assert.equal(request.responseType, "blob");
  assert.equal(request.responseURL, server.origin + "/new?a=1");
  const error = await failureOf(
    api.get("/missing", { responseType: "arraybuffer" }),
  );
  for (const { responseType, responseURL } of [
    error.request,
    error.response.request,
  ]) {
    assert.equal(responseType, "arraybuffer");
    assert.equal(responseURL, server.origin + "/missing");
  }
  // As in XMLHttpRequest, to which axios does not pass "json" on.
  for (const responseType of [undefined, /** @type {const} */ ("json")]) {
    const { request } = await api.get("/new", { responseType });
    assert.equal(request.responseType, "");
  }
});

test("everfetch/axios: `request` has the status and the text of a failure, as an XMLHttpRequest", async () => {
  const server = await serve((_, response) =>
    reply(response, { message: "no" }, 422),
  );
  const { request } = await failureOf(axios.get(server.origin + "/a"));
  assert.equal(request.status, 422);
  assert.equal(JSON.parse(request.response).message, "no");
  assert.equal(request.responseText, request.response);
  const unreachable = await failureOf(axios.get("http://127.0.0.1:1/"));
  assert.equal(unreachable.request.status, 0);
  assert.equal(unreachable.request.responseText, "");
});

for (const [name, create] of /** @type {[string, any][]} */ ([
  ["everfetch", createClient],
  ["everfetch/axios", axios.create],
]))
  test(`${name}: a Readable of Node's is sent as its bytes, and not a second time`, async () => {
    const server = await serve((request, response) =>
      reply(response, {}, request.url === "/secret" ? 401 : 200),
    );
    const api = create({
      baseURL: server.origin,
      session: {
        refresh: "/refresh",
        storage: storage({ accessToken: "old", refreshToken: "r1" }),
      },
    });
    await api.post("/files", Readable.from(["one ", "two"]));
    assert.equal(server.received[0]?.body, "one two");
    const error = await failureOf(api.put("/secret", Readable.from(["x"])));
    assert.equal(error.code, "ERR_BODY_USED");
  });
