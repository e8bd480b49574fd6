import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { domainError } from "../../app/errors.ts";
import type { EditorSession } from "./editor-session.ts";

/** Asks before undeployed changes are thrown away. */
export function DiscardModal({ session, onClose }: { session: EditorSession; onClose(): void }) {
  const [discarding, setDiscarding] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const discard = async () => {
    setDiscarding(true);
    try {
      await session.discard();
      onClose();
    } catch (failure) {
      setDiscarding(false);
      setError(domainError(failure).message);
    }
  };
  const count = session.changed.length;
  return (
    <Modal
      visible
      header="Discard undeployed changes"
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              Cancel
            </Button>
            <Button variant="primary" loading={discarding} loadingText="Discarding" onClick={() => void discard()}>
              Discard
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Alert type="warning" statusIconAriaLabel="Warning">
          Your changes of {count === 1 ? "one file" : `${count} files`} will be lost, and the editor will show the
          deployed code.
        </Alert>
        {error !== null && (
          <Alert type="error" statusIconAriaLabel="Error">
            {error}
          </Alert>
        )}
      </SpaceBetween>
    </Modal>
  );
}
