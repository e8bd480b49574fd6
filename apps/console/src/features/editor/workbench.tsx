import Button from "@cloudscape-design/components/button";
import type { FunctionConfiguration } from "@lambent/model";
import { useEffect, useId, useState } from "react";
import { useStored } from "../../app/stored-value.ts";
import { isSettled } from "../function-page/queries.ts";
import { DeploySection } from "./deploy-section.tsx";
import { EditorArea } from "./editor-area.tsx";
import type { EditorSession } from "./editor-session.ts";
import { EditorTabs } from "./editor-tabs.tsx";
import { Explorer } from "./explorer/explorer.tsx";
import { OutputPanel } from "./output-panel.tsx";
import { Splitter } from "./splitter.tsx";
import { StatusBar } from "./status-bar.tsx";
import { TestEventForm } from "./test-event-form.tsx";
import { TestSection } from "./test-section.tsx";
import type { Deployment } from "./use-deploy.ts";
import { useEditorTest } from "./use-editor-test.ts";
import { useWorkbenchKeys } from "./use-workbench-keys.ts";

interface WorkbenchProps {
  session: EditorSession;
  configuration: FunctionConfiguration;
  deployment: Deployment;
  onDiscard(): void;
}

const INITIAL_SIZES = { heightPx: 640, sideBarPx: 280, outputPx: 220, sideBarShown: true };

/** The editor as a whole: files, deploy and test on the left; text, output and status on the right. */
export function Workbench({ session, configuration, deployment, onDiscard }: WorkbenchProps) {
  const [sizes, setSizes] = useStored("lambent.editor-layout", INITIAL_SIZES);
  const [fullWindow, setFullWindow] = useState(false);
  const test = useEditorTest(session, deployment);
  const panelId = useId();
  const blocked = isSettled(configuration) ? undefined : "The function is being created or updated.";
  const resize = (change: Partial<typeof INITIAL_SIZES>) => setSizes({ ...sizes, ...change });

  useWorkbenchKeys({
    save: () => void session.saveDraftNow(),
    deploy: () => void (blocked === undefined && deployment.deploy()),
    test: () => void (blocked === undefined && test.run()),
    toggleSideBar: () => resize({ sideBarShown: !sizes.sideBarShown }),
    toggleOutput: () => test.setOutputShown(!test.outputShown),
  });
  useEffect(() => {
    // The page behind must not scroll under a full window.
    document.documentElement.style.overflow = fullWindow ? "hidden" : "";
    return () => {
      document.documentElement.style.overflow = "";
    };
  }, [fullWindow]);

  if (session.status.kind !== "ready") return <WorkbenchNotReady session={session} heightPx={sizes.heightPx} />;
  return (
    <div>
      <section
        aria-label="Code editor"
        data-editor
        style={fullWindow ? undefined : { height: sizes.heightPx }}
        className={`flex flex-col overflow-hidden bg-background-container-content text-text-body-default ${
          fullWindow ? "fixed inset-0 z-[1500]" : "rounded-lg border border-border-divider-default"
        }`}
      >
        <div className="flex min-h-0 flex-1">
          {sizes.sideBarShown && (
            <>
              <div className="flex min-h-0 shrink-0 flex-col" style={{ width: sizes.sideBarPx }}>
                <Explorer session={session} />
                <DeploySection session={session} deployment={deployment} blocked={blocked} onDiscard={onDiscard} />
                <TestSection session={session} test={test} blocked={blocked} />
              </div>
              <Splitter
                label="Width of the explorer"
                orientation="vertical"
                valuePx={sizes.sideBarPx}
                minPx={220}
                maxPx={480}
                onChange={(sideBarPx) => resize({ sideBarPx })}
              />
            </>
          )}
          <div className="flex min-w-0 flex-1 flex-col">
            <EditorTabs session={session} panelId={panelId} />
            <div
              id={panelId}
              role="tabpanel"
              aria-label={session.view.open.active ?? "Editor"}
              className="relative min-h-0 flex-1"
            >
              {test.form ? (
                <TestEventForm test={test} functionName={session.functionName} />
              ) : (
                <EditorArea session={session} />
              )}
            </div>
            {test.outputShown && (
              <>
                <Splitter
                  label="Height of the output"
                  orientation="horizontal"
                  direction={-1}
                  valuePx={sizes.outputPx}
                  minPx={100}
                  maxPx={Math.max(100, sizes.heightPx - 200)}
                  onChange={(outputPx) => resize({ outputPx })}
                />
                <OutputPanel test={test} heightPx={sizes.outputPx} />
              </>
            )}
          </div>
        </div>
        <StatusBar
          session={session}
          sideBarShown={sizes.sideBarShown}
          onSideBar={() => resize({ sideBarShown: !sizes.sideBarShown })}
          outputShown={test.outputShown}
          onOutput={() => test.setOutputShown(!test.outputShown)}
          fullWindow={fullWindow}
          onFullWindow={() => setFullWindow(!fullWindow)}
        />
      </section>
      {!fullWindow && (
        <Splitter
          label="Height of the editor"
          orientation="horizontal"
          valuePx={sizes.heightPx}
          minPx={420}
          maxPx={1400}
          onChange={(heightPx) => resize({ heightPx })}
        />
      )}
    </div>
  );
}

function WorkbenchNotReady({ session, heightPx }: { session: EditorSession; heightPx: number }) {
  const { status } = session;
  return (
    <div
      style={{ height: heightPx + 1 }}
      className="grid place-content-center justify-items-center gap-3 rounded-lg border border-border-divider-default text-text-body-secondary"
    >
      {status.kind === "failed" ? (
        <>
          <span role="alert">The code couldn't be loaded. {status.message}</span>
          <Button onClick={() => void session.load(() => undefined)}>Retry</Button>
        </>
      ) : (
        <span role="status">Loading the code</span>
      )}
    </div>
  );
}
