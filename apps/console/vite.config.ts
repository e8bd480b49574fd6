import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { precompress } from "./build/precompress.ts";
import { withoutFeatureNotifications } from "./build/without-feature-notifications.ts";

const server = { target: "http://127.0.0.1:4510", changeOrigin: true };

export default defineConfig({
  plugins: [react(), tailwindcss(), withoutFeatureNotifications(), precompress()],
  // Vite's own page reload and proxying keep the browser on one origin, as in production.
  server: { port: 5173, strictPort: true, proxy: { "/trpc": server, "/api": server, "/healthz": server } },
  build: {
    manifest: true,
    target: "es2023",
    // Inlining would put data: URLs where the server's content security policy allows none.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 4_000,
    rollupOptions: {
      // A schema that a page doesn't use should not bring zod along (30 kB): building one has no effect but its value.
      treeshake: { manualPureFunctions: ["z"] },
      output: {
        codeSplitting: {
          groups: [
            { name: "react", test: /node_modules\/(react|react-dom|scheduler)\// },
            { name: "data", test: /node_modules\/(@tanstack|@trpc)/ },
          ],
        },
      },
    },
  },
  worker: { format: "es" },
});
