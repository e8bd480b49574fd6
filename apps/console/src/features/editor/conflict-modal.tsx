import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { lazy, Suspense, useState } from "react";
import { domainError } from "../../app/errors.ts";
import { formatByteSize } from "../../app/format/byte-size.tsx";
import type { ChangedFile } from "./change-set.ts";
import type { Conflict, Side } from "./conflicts.ts";
import { type FileContent, sizeBytesOf } from "./file-content.ts";
import type { DeployConflict } from "./session-state.ts";

const DiffView = lazy(() => import("./monaco/diff-view.tsx"));

interface ConflictModalProps {
  conflict: DeployConflict;
  changed: readonly ChangedFile[];
  onCancel(): void;
  onResolve(choice: ReadonlyMap<string, Side>): Promise<void>;
}

/** Somebody else deployed meanwhile: both sides of each file that both changed, and whose stays. */
export function ConflictModal({ conflict, changed, onCancel, onResolve }: ConflictModalProps) {
  const [choice, setChoice] = useState<ReadonlyMap<string, Side>>(new Map());
  const [resolving, setResolving] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const { conflicts } = conflict;
  const open = conflicts.filter(({ path }) => !choice.has(path));
  const resolve = async (decided: ReadonlyMap<string, Side>) => {
    setResolving(true);
    setError(null);
    try {
      await onResolve(decided);
    } catch (failure) {
      setError(domainError(failure).message);
    } finally {
      setResolving(false);
    }
  };
  const takeAllTheirs = new Map<string, Side>([...changed, ...conflicts].map(({ path }) => [path, "theirs"]));
  for (const { from } of changed) if (from !== undefined) takeAllTheirs.set(from, "theirs");
  return (
    <Modal
      visible
      size={conflicts.length > 0 ? "max" : "medium"}
      header="Other code was deployed meanwhile"
      closeAriaLabel="Close"
      onDismiss={onCancel}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onCancel} disabled={resolving}>
              Cancel
            </Button>
            <Button onClick={() => void resolve(takeAllTheirs)} disabled={resolving}>
              Discard my changes
            </Button>
            <Button
              variant="primary"
              loading={resolving}
              loadingText="Deploying"
              disabled={open.length > 0}
              disabledReason={`Choose a version of ${open[0]?.path ?? ""} first.`}
              onClick={() => void resolve(choice)}
            >
              {conflicts.length > 0 ? "Deploy the result" : "Deploy my changes on top"}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="l">
        <Alert type="warning" statusIconAriaLabel="Warning">
          {conflicts.length > 0
            ? "Somebody deployed other code since you began to edit. Nothing of it is overwritten until you choose, for each file that both of you changed, which version to keep. Other files keep the change that one side made."
            : "Somebody deployed other code since you began to edit, but none of the files that you changed. Your changes can go on top."}
        </Alert>
        {conflicts.map((each) => (
          <ConflictingFile
            key={each.path}
            conflict={each}
            side={choice.get(each.path) ?? null}
            onChoose={(side) => setChoice(new Map(choice).set(each.path, side))}
          />
        ))}
        {error !== null && (
          <Alert type="error" statusIconAriaLabel="Error">
            {error}
          </Alert>
        )}
      </SpaceBetween>
    </Modal>
  );
}

interface ConflictingFileProps {
  conflict: Conflict;
  side: Side | null;
  onChoose(side: Side): void;
}

function ConflictingFile({ conflict: { path, mine, theirs }, side, onChoose }: ConflictingFileProps) {
  const comparable = mine?.kind !== "bytes" && theirs?.kind !== "bytes";
  return (
    <section aria-label={path}>
      <SpaceBetween size="xs">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <Box variant="h3" padding="n">
            {path}
          </Box>
          <SegmentedControl
            label={`Version of ${path} to keep`}
            selectedId={side}
            options={[
              { id: "theirs", text: theirs ? "Keep deployed version" : "Keep it deleted" },
              { id: "mine", text: mine ? "Keep my version" : "Delete it" },
            ]}
            onChange={({ detail }) => onChoose(detail.selectedId as Side)}
          />
        </div>
        <div className="grid grid-cols-2 text-sm text-text-body-secondary">
          <span>Deployed: {describe(theirs)}</span>
          <span>Mine: {describe(mine)}</span>
        </div>
        {comparable && (
          <Suspense
            fallback={
              <div className="grid h-80 place-content-center">
                <Spinner />
              </div>
            }
          >
            <DiffView path={path} theirs={textOf(theirs)} mine={textOf(mine)} />
          </Suspense>
        )}
      </SpaceBetween>
    </section>
  );
}

function describe(content: FileContent | null): string {
  if (content === null) return "deleted";
  return `${content.kind === "bytes" ? "binary, " : ""}${formatByteSize(sizeBytesOf(content))}`;
}

function textOf(content: FileContent | null): string {
  return content?.kind === "text" ? content.text : "";
}
