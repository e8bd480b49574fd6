import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { DeleteFunctionsModal } from "../functions/delete-functions-modal.tsx";
import { TutorialHotspot } from "../tutorial/tutorial-hotspot.tsx";

interface FunctionHeaderProps {
  functionName: string;
  /** Absent until the function is loaded. */
  functionArn: string | undefined;
}

/** The name of the function and what can be done with it as a whole. */
export function FunctionHeader({ functionName, functionArn }: FunctionHeaderProps) {
  const [deleting, setDeleting] = useState(false);
  const navigate = useNavigate();
  return (
    <>
      <Header
        variant="h1"
        actions={
          <SpaceBetween direction="horizontal" size="xs" alignItems="center">
            {/* To the left, where its text leaves the menu free */}
            <TutorialHotspot id="function.delete" direction="left" />
            <CopyToClipboard
              variant="button"
              copyButtonText="Copy ARN"
              textToCopy={functionArn ?? ""}
              disabled={functionArn === undefined}
              copySuccessText="Function ARN copied"
              copyErrorText="Function ARN couldn't be copied"
            />
            <ButtonDropdown
              disabled={functionArn === undefined}
              items={[{ id: "delete", text: "Delete function" }]}
              onItemClick={() => setDeleting(true)}
            >
              Actions
            </ButtonDropdown>
          </SpaceBetween>
        }
      >
        {functionName}
      </Header>
      {deleting && (
        <DeleteFunctionsModal
          functionNames={[functionName]}
          onDismiss={() => setDeleting(false)}
          onDeleted={(names) => {
            if (names.includes(functionName)) void navigate({ to: "/functions" });
            else setDeleting(false);
          }}
        />
      )}
    </>
  );
}
