import "monaco-editor/features/register.all";
import "monaco-editor/languages/features/json/register";
import * as monaco from "monaco-editor/editor/editor.api";
import EditorWorker from "monaco-editor/editor/editor.worker?worker";
import JsonWorker from "monaco-editor/languages/features/json/json.worker?worker";

self.MonacoEnvironment ??= {
  getWorker: (_, language) => (language === "json" ? new JsonWorker() : new EditorWorker()),
};

export { monaco };
