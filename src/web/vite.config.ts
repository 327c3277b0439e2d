import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { precompress } from "./precompress.ts";

/** Packages that change less often than our code, in groups that a browser may keep over an update of ours. */
const groups = [
  { name: "react", test: /node_modules[\\/](react|react-dom|scheduler|@tanstack)[\\/]/ },
  { name: "zod", test: /node_modules[\\/]zod[\\/]/ },
];

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), precompress()],
  // The content security policy allows no data: scripts or fonts, and small files are cheap over one connection.
  build: {
    outDir: join(import.meta.dirname, "../../dist/web"),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
    // light-dark() as it is: what would stand in for it is lost in the shadow of the component library's own styles.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    rolldownOptions: { output: { codeSplitting: { groups } } },
  },
  // For work on the pages: `vite src/web` beside a server on port 4000.
  server: { proxy: { "/api": "http://127.0.0.1:4000", "/crm": "http://127.0.0.1:4000" } },
});
