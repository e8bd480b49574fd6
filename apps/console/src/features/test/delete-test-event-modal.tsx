import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { domainError } from "../../app/errors.ts";
import { useDeleteTestEvent } from "./saved-test-events.ts";

interface DeleteTestEventModalProps {
  functionName: string;
  name: string;
  onClose: () => void;
}

export function DeleteTestEventModal({ functionName, name, onClose }: DeleteTestEventModalProps) {
  const { mutate, isPending, error } = useDeleteTestEvent(functionName);
  return (
    <Modal
      visible
      header="Delete test event"
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              Cancel
            </Button>
            <Button
              variant="primary"
              loading={isPending}
              loadingText="Deleting"
              onClick={() => mutate({ functionName, name }, { onSuccess: onClose })}
            >
              Delete
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <span>
          Delete the test event <b>{name}</b>? This can't be undone.
        </span>
        {error !== null && (
          <Alert type="error" statusIconAriaLabel="Error">
            {domainError(error).message}
          </Alert>
        )}
      </SpaceBetween>
    </Modal>
  );
}
