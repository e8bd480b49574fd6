import Alert from "@cloudscape-design/components/alert";
import Badge from "@cloudscape-design/components/badge";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { FunctionConfiguration } from "@lambent/model";
import { useEffect, useState } from "react";
import { RelativeTime } from "../../app/format/relative-time.tsx";
import { InfoLink } from "../../app/info-link.tsx";
import { TutorialHotspot } from "../tutorial/tutorial-hotspot.tsx";
import { ConflictModal } from "./conflict-modal.tsx";
import { DiscardModal } from "./discard-modal.tsx";
import { handlerFile } from "./handler-file.ts";
import { useSession } from "./sessions.ts";
import { UploadZipModal } from "./upload-zip-modal.tsx";
import { useDeploy } from "./use-deploy.ts";
import { Workbench } from "./workbench.tsx";

/** The container with the editor: what is deployed, what isn't yet, and the ways in and out. */
export function CodeSource({ configuration }: { configuration: FunctionConfiguration }) {
  const { functionName, runtime, handler, codeSha256, role } = configuration;
  const session = useSession(functionName, role);
  const deployment = useDeploy(session);
  const [modal, setModal] = useState<"upload" | "discard" | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: new code elsewhere is a reason to look again
  useEffect(() => {
    void session.load((has) => handlerFile(runtime, handler, has));
  }, [session, codeSha256]);

  const changed = session.changed.length > 0;
  return (
    <Container
      header={
        <Header
          variant="h2"
          info={
            <span className="inline-flex items-center gap-2">
              <InfoLink helpId="code-source" label="code source" />
              <TutorialHotspot id="code.editor" direction="top">
                {changed && <Badge color="severity-medium">You have undeployed changes</Badge>}
              </TutorialHotspot>
            </span>
          }
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <ButtonDropdown items={[{ id: "zip", text: ".zip file" }]} onItemClick={() => setModal("upload")}>
                Upload from
              </ButtonDropdown>
              <ButtonDropdown
                items={[
                  {
                    id: "zip",
                    text: "Function code .zip",
                    description: changed ? "The deployed code, without your undeployed edits" : undefined,
                    href: `/api/functions/${functionName}/code.zip`,
                    download: `${functionName}.zip`,
                  },
                ]}
              >
                Download
              </ButtonDropdown>
            </SpaceBetween>
          }
        >
          Code source
        </Header>
      }
    >
      <SpaceBetween size="s">
        {session.restored && (
          <Alert
            type="info"
            statusIconAriaLabel="Info"
            dismissible
            dismissAriaLabel="Dismiss"
            onDismiss={() => session.dismissRestored()}
            action={<Button onClick={() => setModal("discard")}>Discard</Button>}
          >
            Restored your undeployed changes from <RelativeTime time={session.restored.savedAt} />.
            {session.restored.movedToNewerCode &&
              " Other code was deployed since; your changes now stand on top of it."}
          </Alert>
        )}
        {session.conflict && !deployment.conflictShown && (
          <Alert
            type="warning"
            statusIconAriaLabel="Warning"
            header="The same files were changed and deployed elsewhere"
            action={<Button onClick={deployment.showConflict}>Review</Button>}
          >
            Before you deploy, choose which version to keep.
          </Alert>
        )}
        <Workbench
          session={session}
          configuration={configuration}
          deployment={deployment}
          onDiscard={() => setModal("discard")}
        />
      </SpaceBetween>
      {session.conflict && deployment.conflictShown && (
        <ConflictModal
          conflict={session.conflict}
          changed={session.changed}
          onCancel={deployment.hideConflict}
          onResolve={deployment.resolve}
        />
      )}
      {modal === "discard" && <DiscardModal session={session} onClose={() => setModal(null)} />}
      {modal === "upload" && <UploadZipModal session={session} undeployed={changed} onClose={() => setModal(null)} />}
    </Container>
  );
}
