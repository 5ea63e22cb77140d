// @ts-check
// The door by which the plain wasm-pack output and its tests come in; the npm package takes its own.
//
// One file after another, whoever is imported first: asked for all of them at once, the server of
// wasm-bindgen-test-runner leaves a connection unanswered, and the page never loads.

await import("./own.js");
await import("./error.js");
await import("./signal.js");
await import("./event.js");
await import("./time.js");
await import("./tokens.js");
await import("./refusal.js");
await import("./form.js");
await import("./headers.js");
await import("./url.js");
await import("./xsrf.js");
await import("./interceptors.js");
await import("./transform.js");
await import("./progress.js");
await import("./config.js");
await import("./reply.js");
await import("./options.js");
await import("./scope.js");
await import("./tabs.js");
await import("./refresh.js");
await import("./exchange.js");
await import("./fetch.js");
await import("./open.js");
await import("./dispatch.js");
await import("./hook.js");
await import("./copies.js");
await import("./registry.js");

export const { perform } = await import("./session.js");
export const { makeClient } = await import("./client.js");
