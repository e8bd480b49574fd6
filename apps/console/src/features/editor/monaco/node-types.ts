const texts = import.meta.glob<string>(
  [
    "/node_modules/@types/node/**/*.d.ts",
    "!/node_modules/@types/node/ts5.*/**",
    // a seventh of it all, for a debugger protocol that a function has no use for
    "!/node_modules/@types/node/inspector.generated.d.ts",
    "/node_modules/@types/aws-lambda/**/*.d.ts",
  ],
  { query: "?raw", import: "default", eager: true },
);

/** The declarations as the language service finds them: beside the function's code. */
export const NODE_TYPES = Object.entries(texts).map(([path, content]) => ({
  content,
  filePath: `file:///var/task${path}`,
}));
