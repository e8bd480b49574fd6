import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FileInput from "@cloudscape-design/components/file-input";
import FormField from "@cloudscape-design/components/form-field";
import LiveRegion from "@cloudscape-design/components/live-region";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { type EnvironmentVariableRow, parseDotEnv } from "@lambent/model";
import { useState } from "react";
import { importPreview } from "./environment-variable-rows.ts";

/** A .env file holds at most a few kilobytes; what is larger was chosen by mistake. */
const LARGEST_FILE_BYTES = 1_000_000;

interface ImportVariablesModalProps {
  known: readonly EnvironmentVariableRow[];
  onImport: (rows: readonly EnvironmentVariableRow[]) => void;
  onDismiss: () => void;
}

/** Takes the text of a .env file, pasted or read from a file, and says what it would change before it does. */
export function ImportVariablesModal({ known, onImport, onDismiss }: ImportVariablesModalProps) {
  const [text, setText] = useState("");
  const [fileError, setFileError] = useState<string>();
  const { rows, problems } = parseDotEnv(text);
  const empty = text.trim() === "";

  const readFile = async (file: File | undefined) => {
    if (file === undefined) return;
    if (file.size > LARGEST_FILE_BYTES) {
      setFileError(`${file.name} is larger than 1 MB, so it can't be a .env file.`);
      return;
    }
    setFileError(undefined);
    setText(await file.text());
  };

  return (
    <Modal
      visible
      size="large"
      header="Import environment variables"
      closeAriaLabel="Close"
      onDismiss={onDismiss}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button formAction="none" variant="link" onClick={onDismiss}>
              Cancel
            </Button>
            <Button formAction="none" variant="primary" disabled={rows.length === 0} onClick={() => onImport(rows)}>
              Import
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <FormField
          label="File"
          errorText={fileError}
          constraintText="Nothing is saved until you choose Save on the page."
        >
          <FileInput
            accept=".env,.txt,text/plain"
            value={[]}
            onChange={({ detail }) => void readFile(detail.value[0])}
            ariaLabel="Choose a .env file"
          >
            Choose file
          </FileInput>
        </FormField>
        <FormField
          label="Contents of the .env file"
          description="One KEY=value per line. Comments, quotes and values over several lines are understood."
          stretch
        >
          <Textarea
            autoFocus
            rows={10}
            spellcheck={false}
            placeholder={"# database\nDB_HOST=db.example.com\nDB_PASSWORD='not a real one'"}
            value={text}
            onChange={({ detail }) => setText(detail.value)}
          />
        </FormField>
        {problems.length > 0 && (
          <Alert type="warning" statusIconAriaLabel="Warning" header="Some lines are left out">
            <ul className="m-0 ps-5">
              {problems.slice(0, 5).map(({ line, message }) => (
                <li key={line}>
                  Line {line}: {message}
                </li>
              ))}
              {problems.length > 5 && <li>and {problems.length - 5} more</li>}
            </ul>
          </Alert>
        )}
        <LiveRegion>{empty ? "" : <Preview known={known} rows={rows} />}</LiveRegion>
      </SpaceBetween>
    </Modal>
  );
}

function Preview({
  known,
  rows,
}: {
  known: readonly EnvironmentVariableRow[];
  rows: readonly EnvironmentVariableRow[];
}) {
  if (rows.length === 0) return <>No variable found.</>;
  const { added, replaced, unchanged } = importPreview(known, rows);
  return (
    <>
      {added} new, {replaced.length} replaced{replaced.length > 0 && ` (${replaced.join(", ")})`}, {unchanged}{" "}
      unchanged.
    </>
  );
}
