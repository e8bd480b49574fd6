import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type SavedTestEvent, TEST_EVENT_NAME_MAX_LENGTH, templateJson } from "@lambent/model";
import { afterPress } from "../../app/after-press.ts";
import { OptionalLabel } from "../../app/optional-label.tsx";
import { templateOption, templateOptions } from "./template-options.ts";
import { type OpenEvent, type TestEventDraft, withText } from "./test-event-draft.ts";

const TEMPLATE_OPTIONS = templateOptions();

interface EventFormProps {
  draft: TestEventDraft;
  open: OpenEvent | null;
  saved: readonly SavedTestEvent[];
  loading: boolean;
  nameIssue: string | undefined;
  onChange: (change: (draft: TestEventDraft) => TestEventDraft) => void;
  onSelect: (name: string) => void;
  onNameBlur: () => void;
}

/** Which event: a new one from a template, or a saved one. */
export function EventForm(props: EventFormProps) {
  const { draft, open, saved, loading, nameIssue, onChange, onSelect, onNameBlur } = props;
  const nameField = open !== null && (
    <FormField
      label="Event name"
      constraintText={`Up to ${TEST_EVENT_NAME_MAX_LENGTH} letters, numbers, dots, hyphens and underscores.${
        draft.action === "create" ? " Needed only for saving." : ""
      }`}
      errorText={nameIssue}
    >
      <Input
        value={open.name}
        placeholder="MyEventName"
        spellcheck={false}
        autoComplete={false}
        onBlur={() => afterPress(onNameBlur)}
        onChange={({ detail }) => onChange((current) => withText(current, open, { name: detail.value }))}
      />
    </FormField>
  );

  return (
    <SpaceBetween size="l">
      <FormField label="Test event action">
        <RadioGroup
          direction="horizontal"
          value={draft.action}
          items={[
            { value: "create", label: "Create new event" },
            { value: "edit", label: "Edit saved event", disabled: saved.length === 0 && draft.action === "create" },
          ]}
          onChange={({ detail }) => {
            const action = detail.value as TestEventDraft["action"];
            onChange((current) => ({ ...current, action }));
            const [first] = saved;
            if (action === "edit" && first !== undefined && open?.savedName === null) onSelect(first.name);
          }}
        />
      </FormField>
      <div className="grid items-start gap-5 md:grid-cols-2">
        {draft.action === "edit" && (
          <FormField label="Saved event">
            <Select
              selectedOption={open === null ? null : { value: open.savedName ?? "", label: open.savedName ?? "" }}
              options={saved.map(({ name }) => ({
                value: name,
                label: name,
                description: draft.edited[name] === undefined ? undefined : "Has unsaved changes",
              }))}
              placeholder="Choose a saved event"
              filteringType={saved.length > 10 ? "auto" : "none"}
              filteringPlaceholder="Find events"
              filteringAriaLabel="Find events"
              statusType={loading ? "loading" : "finished"}
              loadingText="Loading saved events"
              empty="No saved events"
              onChange={({ detail }) => onSelect(detail.selectedOption.value ?? "")}
            />
          </FormField>
        )}
        {nameField}
        {draft.action === "create" && open !== null && (
          <FormField label={<OptionalLabel text="Template" />} constraintText="Choosing one replaces the event's JSON.">
            <Select
              selectedOption={templateOption(draft.templateId)}
              options={TEMPLATE_OPTIONS}
              filteringType="auto"
              filteringPlaceholder="Find templates"
              filteringAriaLabel="Find templates"
              empty="No matching template"
              onChange={({ detail }) => {
                const templateId = detail.selectedOption.value ?? draft.templateId;
                onChange((current) => ({
                  ...withText(current, open, { eventJson: templateJson(templateId) }),
                  templateId,
                }));
              }}
            />
          </FormField>
        )}
      </div>
    </SpaceBetween>
  );
}
