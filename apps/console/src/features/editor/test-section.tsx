import Button from "@cloudscape-design/components/button";
import Select from "@cloudscape-design/components/select";
import { domainError } from "../../app/errors.ts";
import { UNSAVED_EVENT_NAME } from "../test/execution-results-text.ts";
import type { EditorSession } from "./editor-session.ts";
import { Section } from "./section.tsx";
import { shortcut } from "./shortcut.ts";
import type { EditorTest } from "./use-editor-test.ts";

interface TestSectionProps {
  session: EditorSession;
  test: EditorTest;
  /** Why nothing can be run now. */
  blocked: string | undefined;
}

/** No saved event can be called so: names have no spaces. */
const CREATE = "create new";

/** Which event is sent, and the buttons that send it. */
export function TestSection({ session, test, blocked }: TestSectionProps) {
  const undeployed = session.changed.length > 0;
  const running = test.latest.running;
  const runButton = (
    <Button
      fullWidth
      variant="normal"
      disabled={blocked !== undefined}
      disabledReason={blocked}
      loading={running}
      loadingText="Executing function"
      ariaLabel={`${undeployed ? "Test deployed code" : "Test"} (${shortcut("Shift+I")})`}
      onClick={() => void test.run()}
    >
      {undeployed ? "Test deployed code" : `Test (${shortcut("Shift+I")})`}
    </Button>
  );
  return (
    <Section title="Test">
      <Select
        ariaLabel="Test event"
        placeholder={test.latest.unsavedEventJson === null ? "None selected" : UNSAVED_EVENT_NAME}
        expandToViewport
        selectedOption={test.selected ? { value: test.selected.name, label: test.selected.name } : null}
        options={[
          ...test.saved.map(({ name }) => ({ value: name, label: name })),
          { value: CREATE, label: "Create new test event", iconName: "add-plus" as const },
        ]}
        filteringType={test.saved.length > 10 ? "auto" : "none"}
        filteringAriaLabel="Find events"
        filteringPlaceholder="Find events"
        statusType={test.loading ? "loading" : test.failed ? "error" : "finished"}
        loadingText="Loading saved events"
        errorText={test.failed ? domainError(test.failed).message : undefined}
        onChange={({ detail }) => {
          const { value } = detail.selectedOption;
          if (value === CREATE) test.setForm(true);
          else if (value !== undefined) test.select(value);
        }}
      />
      {undeployed && (
        <Button
          fullWidth
          disabled={blocked !== undefined || running || session.deploying}
          disabledReason={blocked}
          onClick={() => void test.deployAndRun()}
        >
          Deploy &amp; test
        </Button>
      )}
      {runButton}
    </Section>
  );
}
