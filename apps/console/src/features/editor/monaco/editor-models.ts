import type { EditorSession } from "../editor-session.ts";
import { OPENABLE_TEXT_LIMIT_BYTES } from "../file-content.ts";
import { languageOfPath } from "../language-of-path.ts";
import { isInside } from "../paths.ts";
import { CODE_ROOT, monaco } from "./monaco.ts";
import { loadNodeTypes } from "./scripts.ts";

interface OpenModel {
  model: monaco.editor.ITextModel;
  viewState: monaco.editor.ICodeEditorViewState | null;
  typing: monaco.IDisposable;
}

/** Own modules that completion should know without being opened. */
const NEIGHBOURS_MAX = 40;
const NEIGHBOUR_SIZE_MAX_BYTES = 200_000;
const SCRIPT = /\.(?:[cm]?[jt]s|[jt]sx|json)$/;

/**
 * Monaco's texts of one function, with cursors, scroll positions and undo histories: they stay when the Code tab is left.
 * The session is the truth; a model reports what is typed and follows what changes otherwise.
 */
export class EditorModels {
  readonly #session: EditorSession;
  readonly #models = new Map<string, OpenModel>();
  readonly #unsubscribe: () => void;
  #contentsVersion: number;
  #following = false;

  constructor(session: EditorSession) {
    this.#session = session;
    this.#contentsVersion = session.contentsVersion;
    this.#unsubscribe = session.subscribe(() => {
      if (session.contentsVersion === this.#contentsVersion) return;
      this.#contentsVersion = session.contentsVersion;
      for (const path of [...this.#models.keys()]) void this.#follow(path);
      void this.#loadNeighbours();
    });
    void this.#loadNeighbours();
  }

  /** The text of a file; null when it is binary, too large, or gone. */
  async open(path: string): Promise<monaco.editor.ITextModel | null> {
    const known = this.#models.get(path);
    if (known) return known.model;
    const file = this.#session.workspace.file(path);
    if (!file || this.#session.workspace.sizeBytes(file) > OPENABLE_TEXT_LIMIT_BYTES) return null;
    const content = await this.#session.contentOf(path);
    const opened = this.#models.get(path); // two callers may ask at once
    if (opened) return opened.model;
    if (content?.kind !== "text") return null;
    const { id: language } = languageOfPath(path);
    const model = monaco.editor.createModel(
      content.text,
      language,
      monaco.Uri.parse(CODE_ROOT).with({ path: `/var/task/${path}` }),
    );
    const typing = model.onDidChangeContent(() => {
      if (!this.#following) this.#session.type(path, textOf(model));
    });
    this.#models.set(path, { model, viewState: null, typing });
    if (language === "javascript" || language === "typescript") void loadNodeTypes(language);
    return model;
  }

  viewState(path: string): monaco.editor.ICodeEditorViewState | null {
    return this.#models.get(path)?.viewState ?? null;
  }

  keepViewState(path: string, viewState: monaco.editor.ICodeEditorViewState | null): void {
    const known = this.#models.get(path);
    if (known) known.viewState = viewState;
  }

  /** Path of one of these models. */
  pathOf(uri: monaco.Uri): string | undefined {
    return [...this.#models].find(([, { model }]) => model.uri.toString() === uri.toString())?.[0];
  }

  dispose(): void {
    this.#unsubscribe();
    for (const path of [...this.#models.keys()]) this.#close(path);
  }

  /** Takes over what changed by other ways than typing; undo brings the former text back. */
  async #follow(path: string): Promise<void> {
    const content = await this.#session.contentOf(path).catch(() => undefined);
    const known = this.#models.get(path);
    if (!known || content === undefined) return; // the server wasn't reached: the text on screen stays
    if (content?.kind !== "text") return this.#close(path);
    const { model } = known;
    if (textOf(model) === content.text) return;
    this.#following = true;
    model.pushStackElement();
    model.pushEditOperations([], [{ range: model.getFullModelRange(), text: content.text }], () => null);
    model.pushStackElement();
    this.#following = false;
  }

  #close(path: string): void {
    const known = this.#models.get(path);
    known?.typing.dispose();
    known?.model.dispose();
    this.#models.delete(path);
  }

  async #loadNeighbours(): Promise<void> {
    const { workspace } = this.#session;
    const neighbours = [...workspace.files()].filter(
      (file) =>
        SCRIPT.test(file.path) &&
        !isInside(file.path, "node_modules") &&
        !file.path.includes("/node_modules/") &&
        workspace.sizeBytes(file) <= NEIGHBOUR_SIZE_MAX_BYTES,
    );
    for (const { path } of neighbours.slice(0, NEIGHBOURS_MAX)) await this.open(path).catch(() => null);
  }
}

/** With the byte order mark that a file may start with. */
function textOf(model: monaco.editor.ITextModel): string {
  return model.getValue(monaco.editor.EndOfLinePreference.TextDefined, true);
}

let current: { session: EditorSession; models: EditorModels } | null = null;

/** Models of the function that is shown; those of another one are let go of: both have a /var/task/index.mjs. */
export function modelsOf(session: EditorSession): EditorModels {
  if (current?.session !== session) {
    current?.models.dispose();
    current = { session, models: new EditorModels(session) };
  }
  return current.models;
}
