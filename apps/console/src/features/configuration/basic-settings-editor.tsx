import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import {
  DESCRIPTION_MAX_LENGTH,
  EPHEMERAL_STORAGE_MB_MAX,
  EPHEMERAL_STORAGE_MB_MIN,
  type FunctionConfiguration,
  MEMORY_MB_MAX,
  MEMORY_MB_MIN,
} from "@lambent/model";
import { useState } from "react";
import { afterPress } from "../../app/after-press.ts";
import { OptionalLabel } from "../../app/optional-label.tsx";
import {
  type BasicSettings,
  type BasicSettingsForm,
  basicSettings,
  basicSettingsForm,
  basicSettingsIssues,
  cpuShareText,
} from "./basic-settings-form.ts";
import { EditForm, useLeave } from "./edit-page.tsx";
import { changedSettings } from "./setting-conflict.ts";
import { useSaveConfiguration } from "./use-save-configuration.ts";

/** Description, memory, ephemeral storage and timeout of a function. */
export function BasicSettingsEditor({ configuration }: { configuration: FunctionConfiguration }) {
  const [base, setBase] = useState(configuration);
  const [form, setForm] = useState(() => basicSettingsForm(configuration));
  const [checked, setChecked] = useState<ReadonlySet<keyof BasicSettings>>(new Set());

  const patch = changedSettings(base, basicSettings(form));
  const leave = useLeave(base.functionName, Object.keys(patch).length > 0, "general");
  const { save, saving, error, conflict, dismissConflict } = useSaveConfiguration(base.functionName, leave);

  const issues = basicSettingsIssues(form);
  const shown = (field: keyof BasicSettings) => (checked.has(field) ? issues[field] : undefined);
  const check = (field: keyof BasicSettings) => () =>
    afterPress(() => setChecked((fields) => new Set(fields).add(field)));
  const set = (change: Partial<BasicSettingsForm>) => setForm((current) => ({ ...current, ...change }));

  const submit = () => {
    setChecked(new Set(["description", "memoryMb", "ephemeralStorageMb", "timeoutSeconds"]));
    if (Object.keys(issues).length > 0) return false;
    if (Object.keys(patch).length === 0) leave();
    else void save(base, patch);
    return true;
  };

  const cpuShare = cpuShareText(form.memoryMb);
  return (
    <EditForm
      saving={saving}
      error={error}
      conflict={conflict}
      onTakeSaved={() => {
        if (conflict === null) return;
        setBase(conflict.latest);
        setForm(basicSettingsForm(conflict.latest));
        dismissConflict();
      }}
      onSubmit={submit}
      leave={leave}
    >
      <Container header={<Header variant="h2">Basic settings</Header>}>
        <SpaceBetween size="l">
          <FormField
            label={<OptionalLabel text="Description" />}
            constraintText={`Up to ${DESCRIPTION_MAX_LENGTH} characters.`}
            errorText={shown("description")}
          >
            <Textarea
              rows={2}
              value={form.description}
              onChange={({ detail }) => set({ description: detail.value })}
              onBlur={check("description")}
            />
          </FormField>
          <FormField
            label="Memory"
            description="Processor time grows with memory: 1769 MB come with one whole vCPU."
            constraintText={`${MEMORY_MB_MIN} to ${MEMORY_MB_MAX} MB, in steps of 1 MB.${cpuShare === null ? "" : ` This is ${cpuShare}.`}`}
            errorText={shown("memoryMb")}
          >
            <Measure unit="MB">
              <Input
                type="number"
                inputMode="numeric"
                value={form.memoryMb}
                onChange={({ detail }) => set({ memoryMb: detail.value })}
                onBlur={check("memoryMb")}
              />
            </Measure>
          </FormField>
          <FormField
            label="Ephemeral storage"
            description="Size of the function's /tmp folder. It is emptied when an environment ends."
            constraintText={`${EPHEMERAL_STORAGE_MB_MIN} to ${EPHEMERAL_STORAGE_MB_MAX} MB.`}
            errorText={shown("ephemeralStorageMb")}
          >
            <Measure unit="MB">
              <Input
                type="number"
                inputMode="numeric"
                value={form.ephemeralStorageMb}
                onChange={({ detail }) => set({ ephemeralStorageMb: detail.value })}
                onBlur={check("ephemeralStorageMb")}
              />
            </Measure>
          </FormField>
          <FormField
            label="Timeout"
            description="An invocation that takes longer is stopped and counts as failed."
            constraintText="1 second to 15 minutes."
            errorText={shown("timeoutSeconds")}
          >
            <SpaceBetween direction="horizontal" size="l">
              <Measure unit="min">
                <Input
                  type="number"
                  inputMode="numeric"
                  ariaLabel="min, minutes of the timeout"
                  value={form.timeoutMinutes}
                  onChange={({ detail }) => set({ timeoutMinutes: detail.value })}
                  onBlur={check("timeoutSeconds")}
                />
              </Measure>
              <Measure unit="sec">
                <Input
                  type="number"
                  inputMode="numeric"
                  ariaLabel="sec, seconds of the timeout"
                  value={form.timeoutSeconds}
                  onChange={({ detail }) => set({ timeoutSeconds: detail.value })}
                  onBlur={check("timeoutSeconds")}
                />
              </Measure>
            </SpaceBetween>
          </FormField>
        </SpaceBetween>
      </Container>
    </EditForm>
  );
}

function Measure({ unit, children }: { unit: string; children: React.ReactNode }) {
  return (
    <div className="flex items-center gap-2">
      <div className="w-28">{children}</div>
      <span aria-hidden="true">{unit}</span>
    </div>
  );
}
