// Nothing here is for everfetch. `base` and `outDir` place the application below the demo page; the proxy is
// for `vite`, with the demo server running.
import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

export default defineConfig({
  base: "/examples/vue/",
  plugins: [vue()],
  build: { outDir: "../../dist/examples/vue", emptyOutDir: true },
  server: { proxy: { "^/b/": "http://localhost:4700" } },
});
