import * as monaco from "monaco-editor/editor/editor.api";
import "monaco-editor/features/register.all";
import "monaco-editor/languages/definitions/css/register";
import "monaco-editor/languages/definitions/dockerfile/register";
import "monaco-editor/languages/definitions/html/register";
import "monaco-editor/languages/definitions/ini/register";
import "monaco-editor/languages/definitions/javascript/register";
import "monaco-editor/languages/definitions/markdown/register";
import "monaco-editor/languages/definitions/python/register";
import "monaco-editor/languages/definitions/shell/register";
import "monaco-editor/languages/definitions/sql/register";
import "monaco-editor/languages/definitions/typescript/register";
import "monaco-editor/languages/definitions/xml/register";
import "monaco-editor/languages/definitions/yaml/register";
import "monaco-editor/languages/features/json/register";
import EditorWorker from "monaco-editor/editor/editor.worker?worker";
import JsonWorker from "monaco-editor/languages/features/json/json.worker?worker";
import ScriptWorker from "monaco-editor/languages/features/typescript/ts.worker?worker";
import { setUpScripts } from "./scripts.ts";

// The one place where the editor is configured: whoever needs Monaco imports it from here, and does so lazily.

self.MonacoEnvironment = {
  getWorker(_moduleId, label) {
    if (label === "javascript" || label === "typescript") return new ScriptWorker();
    return label === "json" ? new JsonWorker() : new EditorWorker();
  },
};

setUpScripts();

/** Where AWS puts a function's code; the editor's paths are the ones that stack traces show. */
export const CODE_ROOT = "file:///var/task/";

/** Takes the page's own background, so that the editor lies in its container without an edge. */
export function applyTheme(dark: boolean, host: HTMLElement): void {
  const background = hexColor(getComputedStyle(host).backgroundColor) ?? (dark ? "#161d26" : "#ffffff");
  const name = dark ? "lambent-dark" : "lambent-light";
  monaco.editor.defineTheme(name, {
    base: dark ? "vs-dark" : "vs",
    inherit: true,
    rules: [],
    colors: {
      "editor.background": background,
      "editorGutter.background": background,
      "editorStickyScroll.background": background,
      "minimap.background": background,
      // Monaco's own grey misses a contrast of 4.5:1 on these backgrounds
      "editorLineNumber.foreground": dark ? "#9ba7b6" : "#656871",
    },
  });
  monaco.editor.setTheme(name);
}

/** `rgb(22, 29, 38)` → `#161d26`: the form that Monaco's themes take. */
function hexColor(cssColor: string): string | undefined {
  const channels = cssColor.match(/\d+(\.\d+)?/g)?.slice(0, 3);
  if (channels?.length !== 3 || /, 0\)$/.test(cssColor)) return undefined;
  return `#${channels.map((channel) => Math.round(Number(channel)).toString(16).padStart(2, "0")).join("")}`;
}

export { monaco };
