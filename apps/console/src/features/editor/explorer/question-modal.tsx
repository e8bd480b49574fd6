import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { Question } from "./explorer-actions.ts";

/** Asks before files of the editor are deleted or overwritten. */
export function QuestionModal({ question, onAnswer }: { question: Question | null; onAnswer(yes: boolean): void }) {
  if (question === null) return null;
  const { header, text, confirm } = TEXTS[question.kind](question as never);
  return (
    <Modal
      visible
      header={header}
      closeAriaLabel="Close"
      onDismiss={() => onAnswer(false)}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={() => onAnswer(false)}>
              Cancel
            </Button>
            <Button variant="primary" onClick={() => onAnswer(true)}>
              {confirm}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      {text}
    </Modal>
  );
}

interface Texts {
  header: string;
  text: string;
  confirm: string;
}

const NAMES_SHOWN = 5;

const TEXTS: { [Kind in Question["kind"]]: (question: Extract<Question, { kind: Kind }>) => Texts } = {
  delete: ({ path, fileCount }) => ({
    header: "Delete from the editor",
    text: `${path}${fileCount > 1 ? ` and the ${fileCount} files in it` : ""} will be deleted here. The deployed code stays as it is until you deploy.`,
    confirm: "Delete",
  }),
  overwrite: ({ paths }) => ({
    header: paths.length === 1 ? "Replace file" : `Replace ${paths.length} files`,
    text: `Already in the function: ${paths.slice(0, NAMES_SHOWN).join(", ")}${paths.length > NAMES_SHOWN ? ` and ${paths.length - NAMES_SHOWN} more` : ""}.`,
    confirm: "Replace",
  }),
};
