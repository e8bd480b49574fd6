import * as ts from "monaco-editor/languages/features/typescript/register";

/** How a function's JavaScript and TypeScript are understood: Node.js modules, nothing of a browser. */
export function setUpScripts(): void {
  for (const language of [ts.javascriptDefaults, ts.typescriptDefaults]) {
    language.setCompilerOptions({
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.NodeJs,
      lib: ["es2023"],
      allowJs: true,
      // As in VS Code: plain JavaScript is helped with types, not judged by them
      checkJs: false,
      allowNonTsExtensions: true,
      allowSyntheticDefaultImports: true,
      esModuleInterop: true,
      resolveJsonModule: true,
    });
    language.setDiagnosticsOptions({
      noSemanticValidation: false,
      noSyntaxValidation: false,
      noSuggestionDiagnostics: true,
    });
    language.setEagerModelSync(true);
  }
}

const withTypes = new Set<string>();

/** Adds the types of Node.js and of Lambda's events; a third of a megabyte, so only once a script is open. */
export async function loadNodeTypes(language: "javascript" | "typescript"): Promise<void> {
  if (withTypes.has(language)) return;
  withTypes.add(language);
  try {
    const { NODE_TYPES } = await import("./node-types.ts");
    (language === "javascript" ? ts.javascriptDefaults : ts.typescriptDefaults).setExtraLibs(NODE_TYPES);
  } catch {
    withTypes.delete(language); // the editor works without; the next script that is opened tries again
  }
}
