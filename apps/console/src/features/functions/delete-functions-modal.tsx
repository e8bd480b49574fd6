import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type FormEvent, useId, useState } from "react";
import { domainError } from "../../app/errors.ts";
import { useDeleteFunctions } from "./use-delete-functions.ts";

const CONFIRMATION = "confirm";
/** More names than this scroll. */
const NAMES_WITHOUT_SCROLLING = 8;

interface DeleteFunctionsModalProps {
  /** Not empty. */
  functionNames: readonly string[];
  onDismiss(): void;
  /** Called once the server has answered; names that failed are not among them. */
  onDeleted(functionNames: readonly string[]): void;
}

/** Asks before functions are deleted. Mount it when it is to be shown. */
export function DeleteFunctionsModal({ functionNames, onDismiss, onDeleted }: DeleteFunctionsModalProps) {
  const [confirmation, setConfirmation] = useState("");
  const [alsoLogs, setAlsoLogs] = useState(false);
  const deletion = useDeleteFunctions();
  const formId = useId();
  const one = functionNames.length === 1;
  const title = one ? "Delete function" : `Delete ${functionNames.length} functions`;
  const confirmed = confirmation.trim().toLowerCase() === CONFIRMATION;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!confirmed || deletion.isPending) return;
    deletion.mutate({ functionNames, alsoLogs }, { onSuccess: ({ deleted }) => onDeleted(deleted) });
  };

  return (
    <Modal
      visible
      header={title}
      closeAriaLabel="Close"
      onDismiss={() => deletion.isPending || onDismiss()}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" disabled={deletion.isPending} onClick={onDismiss}>
              Cancel
            </Button>
            <Button
              variant="primary"
              form={formId}
              formAction="submit"
              disabled={!confirmed}
              loading={deletion.isPending}
              loadingText="Deleting"
            >
              Delete
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <form id={formId} onSubmit={submit}>
        <SpaceBetween size="m">
          <Alert type="warning" statusIconAriaLabel="Warning">
            {one ? (
              <>
                Deleting <b>{functionNames[0]}</b> removes its code, settings, test events and undeployed changes for
                good, and the execution role that was made for it.
              </>
            ) : (
              "Deleting these functions removes their code, settings, test events and undeployed changes for good, and the execution roles that were made for them."
            )}{" "}
            Their logs stay unless you choose otherwise below.
          </Alert>
          {!one && (
            <div
              className="overflow-auto"
              style={{ maxHeight: functionNames.length > NAMES_WITHOUT_SCROLLING ? 200 : undefined }}
            >
              <ul className="m-0 pl-6" aria-label="Functions to delete">
                {functionNames.map((name) => (
                  <li key={name}>{name}</li>
                ))}
              </ul>
            </div>
          )}
          <Checkbox checked={alsoLogs} onChange={({ detail }) => setAlsoLogs(detail.checked)}>
            {one ? "Also delete the log group" : "Also delete their log groups"}
          </Checkbox>
          <FormField label={`To confirm deletion, type "${CONFIRMATION}"`}>
            <Input
              value={confirmation}
              placeholder={CONFIRMATION}
              autoFocus
              autoComplete={false}
              disabled={deletion.isPending}
              onChange={({ detail }) => setConfirmation(detail.value)}
            />
          </FormField>
          {deletion.isError && (
            <Alert
              type="error"
              statusIconAriaLabel="Error"
              header={one ? "The function couldn't be deleted" : "The functions couldn't be deleted"}
            >
              {domainError(deletion.error).message}
            </Alert>
          )}
        </SpaceBetween>
      </form>
    </Modal>
  );
}
