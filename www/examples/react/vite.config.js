// Nothing here is for everfetch. `base` and `outDir` place the application below the demo page; the proxy is
// for `vite`, with the demo server running.
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  base: "/examples/react/",
  plugins: [react()],
  build: { outDir: "../../dist/examples/react", emptyOutDir: true },
  server: { proxy: { "^/e/": "http://localhost:4700" } },
});
