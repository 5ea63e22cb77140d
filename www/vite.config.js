// The demo page. `npm run dev` serves it with a running demo server behind it; `npm run build` fills dist.
import { defineConfig } from "vite";

const server = "http://localhost:4700";
const prefixes = ["a", "b", "c", "d", "e", "f", "g", "control"];

export default defineConfig({
  build: { rolldownOptions: { input: ["index.html", "figures.html"] } },
  server: {
    proxy: Object.fromEntries(
      prefixes.map((prefix) => [`^/${prefix}/`, server]),
    ),
  },
});
