import Button from "@cloudscape-design/components/button";
import { TutorialHotspot } from "../tutorial/tutorial-hotspot.tsx";
import type { ChangedFile } from "./change-set.ts";
import type { EditorSession } from "./editor-session.ts";
import { CHANGE_MARKS } from "./explorer/tree-line.tsx";
import { nameOf, parentOf } from "./paths.ts";
import { Section } from "./section.tsx";
import { shortcut } from "./shortcut.ts";
import type { Deployment } from "./use-deploy.ts";

interface DeploySectionProps {
  session: EditorSession;
  deployment: Deployment;
  /** Why nothing can be deployed now. */
  blocked: string | undefined;
  onDiscard(): void;
}

/** What differs from the deployed code, and the button that deploys it. */
export function DeploySection({ session, deployment, blocked, onDiscard }: DeploySectionProps) {
  const { changed } = session;
  const count = changed.length;
  return (
    <Section
      title="Deploy"
      note={
        count > 0 && (
          <Button variant="inline-link" onClick={onDiscard}>
            Discard
          </Button>
        )
      }
    >
      {count === 0 ? (
        <span className="text-text-body-secondary">The deployed code is shown.</span>
      ) : (
        <>
          <span className="font-bold text-text-status-warning">
            Undeployed changes in {count === 1 ? "1 file" : `${count} files`}
          </span>
          <ul aria-label="Changed files" className="m-0 max-h-24 list-none overflow-auto p-0">
            {changed.map((file) => (
              <ChangedLine key={file.path} file={file} onOpen={() => session.view.openFile(file.path)} />
            ))}
          </ul>
        </>
      )}
      {deployment.error !== null && (
        <span role="alert" className="text-text-status-error">
          Not deployed: {deployment.error}
        </span>
      )}
      <TutorialHotspot id="code.deploy" layout="block" direction="right">
        <Button
          fullWidth
          variant={count > 0 ? "primary" : "normal"}
          disabled={count === 0 || blocked !== undefined}
          disabledReason={blocked ?? "Nothing has changed since the last deploy."}
          loading={session.deploying}
          loadingText="Deploying"
          ariaLabel={`Deploy (${shortcut("Shift+U")})`}
          onClick={() => void deployment.deploy()}
        >
          Deploy ({shortcut("Shift+U")})
        </Button>
      </TutorialHotspot>
    </Section>
  );
}

function ChangedLine({ file, onOpen }: { file: ChangedFile; onOpen(): void }) {
  const { letter, word, color } = CHANGE_MARKS[file.kind];
  const text = (
    <>
      <span className={`font-bold ${color}`} aria-hidden>
        {letter}
      </span>
      <span className="truncate">{nameOf(file.path)}</span>
      <span className="truncate text-xs text-text-body-secondary">{file.from ?? parentOf(file.path)}</span>
      <span className="sr-only">{word}</span>
    </>
  );
  return (
    <li title={`${file.path}, ${word}${file.from === undefined ? "" : ` from ${file.from}`}`}>
      {file.kind === "deleted" ? (
        <span className="flex items-baseline gap-1.5 px-1 line-through">{text}</span>
      ) : (
        <button
          type="button"
          onClick={onOpen}
          className="flex w-full cursor-pointer items-baseline gap-1.5 rounded bg-transparent px-1 py-0 text-start font-[inherit] text-inherit hover:bg-background-dropdown-item-hover focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-border-item-focused"
        >
          {text}
        </button>
      )}
    </li>
  );
}
