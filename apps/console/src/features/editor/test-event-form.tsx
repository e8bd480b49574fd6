import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input, { type InputProps } from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { DEFAULT_TEST_EVENT_TEMPLATE_ID, templateJson } from "@lambent/model";
import { useId, useRef, useState } from "react";
import { afterPress } from "../../app/after-press.ts";
import { domainError } from "../../app/errors.ts";
import { OptionalLabel } from "../../app/optional-label.tsx";
import { JsonEditor } from "../test/json-editor.tsx";
import { jsonProblem } from "../test/json-text.ts";
import type { JsonEditorHandle } from "../test/mount-json-editor.ts";
import { useSaveTestEvent } from "../test/saved-test-events.ts";
import { templateOption, templateOptions } from "../test/template-options.ts";
import { eventJsonIssue, eventNameIssue } from "../test/test-event-draft.ts";
import type { EditorTest } from "./use-editor-test.ts";

const TEMPLATES = templateOptions();

/** A new test event, in place of the text: run it at once, or save it and keep it selected. */
export function TestEventForm({ test, functionName }: { test: EditorTest; functionName: string }) {
  const [name, setName] = useState("");
  const [templateId, setTemplateId] = useState(DEFAULT_TEST_EVENT_TEMPLATE_ID);
  const [eventJson, setEventJson] = useState(
    () => test.latest.unsavedEventJson ?? templateJson(DEFAULT_TEST_EVENT_TEMPLATE_ID),
  );
  const [nameChecked, setNameChecked] = useState(false);
  const editor = useRef<JsonEditorHandle>(null);
  const nameInput = useRef<InputProps.Ref>(null);
  const save = useSaveTestEvent(functionName);
  const issueId = useId();
  const jsonIssue = eventJsonIssue(eventJson);
  const nameIssue = eventNameIssue(name, null, test.saved);

  const jsonAccepted = () => {
    if (jsonIssue === null) return true;
    const problem = jsonProblem(eventJson);
    editor.current?.reveal(problem?.line ?? 1, problem?.column ?? 1);
    return false;
  };
  const saveEvent = () => {
    setNameChecked(true);
    if (nameIssue !== null) return nameInput.current?.focus();
    if (jsonAccepted()) save.mutate({ functionName, name, eventJson }, { onSuccess: () => test.setForm(false) });
  };
  const invoke = () => {
    if (jsonAccepted()) void test.runEvent(eventJson, undefined);
  };

  return (
    <div className="absolute inset-0 overflow-auto p-4">
      <SpaceBetween size="m">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <Box variant="h3" padding="n">
            Create new test event
          </Box>
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={() => test.setForm(false)}>
              Cancel
            </Button>
            <Button onClick={saveEvent} loading={save.isPending} loadingText="Saving">
              Save
            </Button>
            <Button variant="primary" onClick={invoke} loading={test.latest.running} loadingText="Executing function">
              Invoke
            </Button>
          </SpaceBetween>
        </div>
        {save.error !== null && (
          <Alert type="error" statusIconAriaLabel="Error" header="The event wasn't saved">
            {domainError(save.error).message}
          </Alert>
        )}
        {test.saved.length > 0 && (
          <Box color="text-body-secondary">
            Or choose a saved event:{" "}
            {test.saved.slice(0, 5).map((event) => (
              <span key={event.name} className="me-3">
                <Button
                  variant="inline-link"
                  onClick={() => {
                    test.select(event.name);
                    void test.runEvent(event.eventJson, event.name);
                  }}
                >
                  {event.name}
                </Button>
              </span>
            ))}
          </Box>
        )}
        <div className="grid items-start gap-4 md:grid-cols-2">
          <FormField
            label="Event name"
            constraintText="Up to 25 letters, numbers, dots, hyphens and underscores. Needed only for saving."
            errorText={nameChecked ? nameIssue : undefined}
          >
            <Input
              ref={nameInput}
              value={name}
              placeholder="MyEventName"
              spellcheck={false}
              autoComplete={false}
              onBlur={() => name !== "" && afterPress(() => setNameChecked(true))}
              onChange={({ detail }) => setName(detail.value)}
            />
          </FormField>
          <FormField label={<OptionalLabel text="Template" />} constraintText="Choosing one replaces the event's JSON.">
            <Select
              selectedOption={templateOption(templateId)}
              options={TEMPLATES}
              expandToViewport
              filteringType="auto"
              filteringPlaceholder="Find templates"
              filteringAriaLabel="Find templates"
              empty="No matching template"
              onChange={({ detail }) => {
                const id = detail.selectedOption.value ?? templateId;
                setTemplateId(id);
                setEventJson(templateJson(id));
              }}
            />
          </FormField>
        </div>
        <FormField stretch label="Event JSON" errorText={jsonIssue !== null && <span id={issueId}>{jsonIssue}</span>}>
          <JsonEditor
            handle={editor}
            label="Event JSON"
            value={eventJson}
            invalid={jsonIssue !== null}
            describedBy={jsonIssue !== null ? issueId : undefined}
            heightPx={240}
            onChange={setEventJson}
            onRun={invoke}
          />
        </FormField>
      </SpaceBetween>
    </div>
  );
}
