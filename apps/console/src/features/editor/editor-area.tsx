import Button from "@cloudscape-design/components/button";
import Spinner from "@cloudscape-design/components/spinner";
import { Component, lazy, type ReactNode, Suspense, useState } from "react";
import { formatByteSize } from "../../app/format/byte-size.tsx";
import type { EditorSession } from "./editor-session.ts";
import { OPENABLE_TEXT_LIMIT_BYTES } from "./file-content.ts";
import { nameOf } from "./paths.ts";
import { saveFile } from "./save-file.ts";

const loadTextEditor = () => import("./monaco/text-editor.tsx");
const TextEditor = lazy(loadTextEditor);

/** The file that is open: as text, as a binary file, or the hint to open one. */
export function EditorArea({ session }: { session: EditorSession }) {
  const [failure, setFailure] = useState<{ path: string; message: string } | null>(null);
  const path = session.view.open.active;
  const file = path === null ? undefined : session.workspace.file(path);
  if (path === null || !file) return <Middle>Choose a file in the explorer to open it.</Middle>;
  const sizeBytes = session.workspace.sizeBytes(file);
  const binary = session.workspace.isBinary(file);
  if (binary || sizeBytes > OPENABLE_TEXT_LIMIT_BYTES) {
    const download = async () => {
      const content = await session.contentOf(path);
      if (content) saveFile(nameOf(path), content);
    };
    return (
      <Middle>
        <div>
          <b>{nameOf(path)}</b>
          <br />
          {binary ? "binary" : "too large for the editor"}, {formatByteSize(sizeBytes)}
        </div>
        <Button iconName="download" onClick={() => void download()}>
          Download
        </Button>
      </Middle>
    );
  }
  if (failure?.path === path) {
    return (
      <Middle>
        <span role="alert">
          {path} couldn't be opened. {failure.message}
        </span>
        <Button onClick={() => setFailure(null)}>Retry</Button>
      </Middle>
    );
  }
  return (
    <EditorBoundary>
      <Suspense
        fallback={
          <Middle>
            <span role="status">
              <Spinner /> Loading the editor
            </span>
          </Middle>
        }
      >
        <TextEditor session={session} path={path} onFailed={(message) => setFailure({ path, message })} />
      </Suspense>
    </EditorBoundary>
  );
}

function Middle({ children }: { children: ReactNode }) {
  return (
    <div className="absolute inset-0 grid place-content-center justify-items-center gap-3 p-4 text-center text-text-body-secondary">
      {children}
    </div>
  );
}

/** Should the editor's own files not load, the rest of the page stays: the explorer, upload and download work without it. */
class EditorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };
  static getDerivedStateFromError() {
    return { failed: true };
  }
  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <Middle>
        <span role="alert">The text editor couldn't be loaded. What you typed is kept.</span>
        <Button onClick={() => window.location.reload()}>Reload the page</Button>
      </Middle>
    );
  }
}
