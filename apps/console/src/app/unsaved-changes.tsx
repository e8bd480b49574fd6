import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useBlocker } from "@tanstack/react-router";
import { useRef, useSyncExternalStore } from "react";

type Question = (leave: boolean) => void;
let question: Question | null = null;
const listeners = new Set<() => void>();

function setQuestion(next: Question | null): void {
  question = next;
  for (const listener of listeners) listener();
}

function askToLeave(): Promise<boolean> {
  return new Promise((resolve) => setQuestion(resolve));
}

/**
 * While `dirty`, leaving the page asks first: within the console by a modal, on reload and close by the browser.
 * Call `allowLeave` before navigating away after a save.
 */
export function useUnsavedChanges(dirty: boolean): { allowLeave(): void } {
  const allowed = useRef(false);
  useBlocker({
    disabled: !dirty,
    enableBeforeUnload: () => !allowed.current,
    shouldBlockFn: async ({ current, next }) => {
      if (allowed.current || current.pathname === next.pathname) return false;
      return !(await askToLeave());
    },
  });
  return {
    allowLeave() {
      allowed.current = true;
    },
  };
}

/** Rendered once, by the shell. */
export function LeavePageModal() {
  const open = useSyncExternalStore(subscribe, () => question);
  const answer = (leave: boolean) => {
    setQuestion(null);
    open?.(leave);
  };
  return (
    <Modal
      visible={open !== null}
      header="Leave page"
      closeAriaLabel="Close"
      onDismiss={() => answer(false)}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={() => answer(false)}>
              Cancel
            </Button>
            <Button variant="primary" onClick={() => answer(true)}>
              Leave
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <Alert type="warning" statusIconAriaLabel="Warning">
        Are you sure that you want to leave the current page? The changes that you made won't be saved.
      </Alert>
    </Modal>
  );
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
