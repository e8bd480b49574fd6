import { defineConfig } from "vite";

/** One file for Node.js: our own packages are in it, those from the registry are loaded from node_modules. */
export default defineConfig({
  build: {
    ssr: "src/main.ts",
    target: "node20",
    outDir: "dist",
    emptyOutDir: true,
    sourcemap: true,
    rollupOptions: { output: { entryFileNames: "main.js" } },
  },
  ssr: { noExternal: [/^@lambent\//, /^@aws-sdk\//, /^@smithy\//] },
});
