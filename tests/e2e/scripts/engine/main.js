import { createClient, init } from "/node_modules/everfetch/dist/wasm.js";
const result = document.querySelector("output");
const { compileStreaming } = WebAssembly;
let way = "bytes";
WebAssembly.compileStreaming = (source) => (
  (way = "streamed"),
  compileStreaming(source)
);
try {
  await init(ENGINE);
  const { data } = await createClient().get("/api.json");
  result.textContent = `${data.name}, ${way}`;
} catch (error) {
  result.textContent = String(error);
}
