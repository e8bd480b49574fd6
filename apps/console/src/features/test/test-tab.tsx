import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useEffect, useId, useRef, useState } from "react";
import { domainError } from "../../app/errors.ts";
import { InfoLink } from "../../app/info-link.tsx";
import { trpc } from "../../app/trpc.ts";
import { TutorialHotspot } from "../tutorial/tutorial-hotspot.tsx";
import { DeleteTestEventModal } from "./delete-test-event-modal.tsx";
import { EventForm } from "./event-form.tsx";
import { JsonEditor } from "./json-editor.tsx";
import { formatJson, jsonProblem } from "./json-text.ts";
import type { JsonEditorHandle } from "./mount-json-editor.ts";
import { testEventsQuery } from "./queries.ts";
import { useRunTest } from "./run-test.ts";
import { useSaveTestEvent } from "./saved-test-events.ts";
import { useSelectedTestEvent } from "./selected-test-event.ts";
import { eventJsonIssue, eventNameIssue, openEvent, withText } from "./test-event-draft.ts";
import { useTestEventDraft } from "./test-event-draft-store.ts";
import { TestResult, TestRunAnnouncement } from "./test-result.tsx";

function TestTab({ functionName }: { functionName: string }) {
  const events = useQuery(testEventsQuery(functionName));
  const { data: details } = useQuery(trpc.functions.get.queryOptions({ functionName }));
  const [draft, changeDraft] = useTestEventDraft(functionName);
  const [selectedName, select] = useSelectedTestEvent(functionName);
  const { run, dismiss, ...latestRun } = useRunTest(functionName);
  const save = useSaveTestEvent(functionName);
  const [nameChecked, setNameChecked] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const editor = useRef<JsonEditorHandle>(null);
  const result = useRef<HTMLDivElement>(null);
  const nameForm = useRef<HTMLDivElement>(null);
  const issueId = useId();

  useEffect(() => {
    if (latestRun.running) result.current?.scrollIntoView({ block: "nearest" });
  }, [latestRun.running]);

  const saved = events.data ?? [];
  const open = openEvent(draft, saved, selectedName);
  const jsonIssue = useDeferredValue(open === null ? null : eventJsonIssue(open.eventJson));
  const nameIssue = open === null ? null : eventNameIssue(open.name, open.savedName, saved);

  /** False, with the cursor where it has to be corrected, when the event can't be sent. */
  const jsonAccepted = (eventJson: string): boolean => {
    if (eventJsonIssue(eventJson) === null) return true;
    const problem = jsonProblem(eventJson);
    editor.current?.reveal(problem?.line ?? 1, problem?.column ?? 1);
    return false;
  };
  const test = () => {
    if (open === null || latestRun.running || !jsonAccepted(open.eventJson)) return;
    const testEventName = open.savedName !== null && !open.modified ? open.savedName : undefined;
    void run({ eventJson: open.eventJson, testEventName });
  };
  const saveEvent = () => {
    if (open === null) return;
    setNameChecked(true);
    if (nameIssue !== null) {
      nameForm.current?.querySelector<HTMLElement>('input[type="text"], input:not([type])')?.focus();
      return;
    }
    if (!jsonAccepted(open.eventJson)) return;
    const { name, eventJson, savedName } = open;
    const rename = savedName !== null && savedName !== name ? savedName : undefined;
    save.mutate({ functionName, name, eventJson, rename }, { onSuccess: () => setNameChecked(false) });
  };
  const format = () => {
    if (open === null) return;
    const formatted = formatJson(open.eventJson);
    if (formatted.ok) changeDraft((current) => withText(current, open, { eventJson: formatted.text }));
    else editor.current?.reveal(formatted.problem.line, formatted.problem.column);
  };

  return (
    <>
      <SpaceBetween size="l">
        {latestRun.startedMs !== null && (
          // Room for the page's header and messages, which stay on top while the page scrolls.
          <div ref={result} className="scroll-mt-48">
            <TestResult
              functionName={functionName}
              run={latestRun}
              timeoutSeconds={details?.configuration.timeoutSeconds}
              onDismiss={dismiss}
            />
          </div>
        )}
        <Container
          header={
            <Header
              variant="h2"
              info={<InfoLink helpId="test-event" label="test events" />}
              description="Run the deployed code with an event of your choice. It doesn't have to be saved first."
              actions={
                <SpaceBetween direction="horizontal" size="xs">
                  <Button href={`/functions/${functionName}?tab=monitoring&subtab=live-tail`}>Live tail</Button>
                  {open?.savedName != null && <Button onClick={() => setDeleting(true)}>Delete</Button>}
                  <TutorialHotspot id="test.event" direction="bottom">
                    <Button
                      onClick={saveEvent}
                      loading={save.isPending}
                      loadingText="Saving"
                      disabled={open === null || !open.modified}
                      disabledReason={
                        open === null ? "Choose a saved event first." : "Nothing has changed since it was saved."
                      }
                    >
                      Save
                    </Button>
                  </TutorialHotspot>
                  <TutorialHotspot id="test.run" direction="bottom">
                    <Button
                      variant="primary"
                      onClick={test}
                      loading={latestRun.running}
                      loadingText="Executing function"
                      disabled={open === null}
                      disabledReason="Choose a saved event first."
                    >
                      Test
                    </Button>
                  </TutorialHotspot>
                </SpaceBetween>
              }
            >
              Test event
            </Header>
          }
        >
          <SpaceBetween size="l">
            {(save.error ?? events.error) !== null && (
              <Alert
                type="error"
                statusIconAriaLabel="Error"
                header={save.error ? "The event wasn't saved" : "The saved events couldn't be loaded"}
              >
                {domainError(save.error ?? events.error).message}
              </Alert>
            )}
            <div ref={nameForm}>
              <EventForm
                draft={draft}
                open={open}
                saved={saved}
                loading={events.isPending}
                nameIssue={nameChecked ? (nameIssue ?? undefined) : undefined}
                onChange={changeDraft}
                onSelect={(name) => {
                  select(name);
                  setNameChecked(false);
                }}
                onNameBlur={() => open !== null && open.name !== "" && setNameChecked(true)}
              />
            </div>
            {open !== null && (
              <FormField
                stretch
                label="Event JSON"
                errorText={jsonIssue !== null ? <span id={issueId}>{jsonIssue}</span> : undefined}
                secondaryControl={
                  <Button onClick={format} iconName="script">
                    Format JSON
                  </Button>
                }
              >
                <JsonEditor
                  handle={editor}
                  label="Event JSON"
                  value={open.eventJson}
                  invalid={jsonIssue !== null}
                  describedBy={jsonIssue !== null ? issueId : undefined}
                  onChange={(eventJson) => changeDraft((current) => withText(current, open, { eventJson }))}
                  onRun={test}
                />
              </FormField>
            )}
            {open === null && !events.isPending && (
              <Box color="text-body-secondary">
                {saved.length === 0
                  ? "There are no saved events. Create one to begin."
                  : "Choose the saved event to edit and send."}
              </Box>
            )}
          </SpaceBetween>
        </Container>
        {deleting && open?.savedName != null && (
          <DeleteTestEventModal functionName={functionName} name={open.savedName} onClose={() => setDeleting(false)} />
        )}
      </SpaceBetween>
      <TestRunAnnouncement run={latestRun} />
    </>
  );
}

export default TestTab;
