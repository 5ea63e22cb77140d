import {
  createClient,
  EverfetchError,
} from "/node_modules/everfetch/dist/index.js";
const result = document.querySelector("output");
try {
  const { data } = await createClient().get("/api.json");
  result.textContent = data.name;
} catch (error) {
  const own = error instanceof EverfetchError;
  result.textContent = `${own} ${error.code} ${error.message.includes("'wasm-unsafe-eval'")}`;
}
