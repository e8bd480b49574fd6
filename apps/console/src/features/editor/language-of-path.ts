import { nameOf } from "./paths.ts";

/** Monaco's language ids, with the name that the status bar shows. */
const LANGUAGES = {
  javascript: { label: "JavaScript", extensions: ["js", "mjs", "cjs", "jsx"] },
  typescript: { label: "TypeScript", extensions: ["ts", "mts", "cts", "tsx"] },
  python: { label: "Python", extensions: ["py", "pyi"] },
  json: { label: "JSON", extensions: ["json", "jsonc", "map"] },
  yaml: { label: "YAML", extensions: ["yml", "yaml"] },
  markdown: { label: "Markdown", extensions: ["md"] },
  shell: { label: "Shell Script", extensions: ["sh", "bash"] },
  html: { label: "HTML", extensions: ["html", "htm"] },
  css: { label: "CSS", extensions: ["css"] },
  xml: { label: "XML", extensions: ["xml", "svg"] },
  sql: { label: "SQL", extensions: ["sql"] },
  ini: { label: "Ini", extensions: ["ini", "cfg", "toml", "env", "properties"] },
  dockerfile: { label: "Dockerfile", extensions: [] },
} as const satisfies Record<string, { label: string; extensions: readonly string[] }>;

export interface Language {
  id: string;
  label: string;
}

const BY_EXTENSION = new Map<string, Language>(
  Object.entries(LANGUAGES).flatMap(([id, { label, extensions }]) =>
    extensions.map((extension): [string, Language] => [extension, { id, label }]),
  ),
);

const PLAIN_TEXT: Language = { id: "plaintext", label: "Plain Text" };

export function languageOfPath(path: string): Language {
  const name = nameOf(path).toLowerCase();
  if (name === "dockerfile") return { id: "dockerfile", label: LANGUAGES.dockerfile.label };
  // A program has no text, so what can be opened under this name is a script.
  if (name === "bootstrap") return { id: "shell", label: LANGUAGES.shell.label };
  const extension = name.includes(".") ? name.slice(name.lastIndexOf(".") + 1) : "";
  return BY_EXTENSION.get(extension) ?? PLAIN_TEXT;
}
