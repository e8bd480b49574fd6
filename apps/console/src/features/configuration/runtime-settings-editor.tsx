import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import {
  type FunctionConfiguration,
  HANDLER_MAX_LENGTH,
  HandlerSchema,
  RUNTIMES,
  type RuntimeId,
  runtimeNote,
} from "@lambent/model";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { afterPress } from "../../app/after-press.ts";
import { InfoLink } from "../../app/info-link.tsx";
import { systemInfoQuery } from "../../app/system-info.ts";
import { EditForm, useLeave } from "./edit-page.tsx";
import { architectureOptions, reasonAgainst, runtimeOptions } from "./runtime-options.ts";
import { changedSettings } from "./setting-conflict.ts";
import { useSaveConfiguration } from "./use-save-configuration.ts";

type Settings = Pick<FunctionConfiguration, "runtime" | "handler" | "architecture">;
const settingsOf = ({ runtime, handler, architecture }: FunctionConfiguration): Settings => ({
  runtime,
  handler,
  architecture,
});

/** Runtime, handler and architecture; offered on the Code tab, saved like the other settings. */
export function RuntimeSettingsEditor({ configuration }: { configuration: FunctionConfiguration }) {
  const [base, setBase] = useState(configuration);
  const [settings, setSettings] = useState(() => settingsOf(configuration));
  const [checked, setChecked] = useState(false);
  const { data: system } = useQuery(systemInfoQuery);
  const availability = system?.runtimes ?? [];

  const patch = changedSettings(base, settings);
  const leave = useLeave(base.functionName, Object.keys(patch).length > 0, "code");
  const { save, saving, error, conflict, dismissConflict } = useSaveConfiguration(base.functionName, leave);

  const handlerIssue = handlerProblem(settings.handler);
  const unavailable =
    "runtime" in patch || "architecture" in patch
      ? reasonAgainst(availability, settings.runtime, settings.architecture)
      : undefined;
  const set = (change: Partial<Settings>) => setSettings((current) => ({ ...current, ...change }));

  const submit = () => {
    setChecked(true);
    if (handlerIssue !== undefined || unavailable !== undefined) return false;
    if (Object.keys(patch).length === 0) leave();
    else void save(base, patch);
    return true;
  };

  const runtimes = runtimeOptions(availability, settings.architecture, base.runtime);
  const otherFamily = RUNTIMES[settings.runtime].family !== RUNTIMES[base.runtime].family;
  return (
    <EditForm
      saving={saving}
      error={error}
      conflict={conflict}
      onTakeSaved={() => {
        if (conflict === null) return;
        setBase(conflict.latest);
        setSettings(settingsOf(conflict.latest));
        dismissConflict();
      }}
      onSubmit={submit}
      leave={leave}
    >
      <Container header={<Header variant="h2">Runtime settings</Header>}>
        <SpaceBetween size="l">
          <FormField
            label="Runtime"
            info={<InfoLink helpId="runtime" label="runtime" />}
            constraintText={runtimeNote(availability, settings.runtime)}
            warningText={
              otherFamily
                ? `The code was written for ${RUNTIMES[base.runtime].label} and won't run on ${RUNTIMES[settings.runtime].label} as it is.`
                : undefined
            }
          >
            <Select
              selectedOption={runtimes.find(({ value }) => value === settings.runtime) ?? null}
              options={runtimes.map((option) => ({ ...option, disabled: option.disabledReason !== undefined }))}
              onChange={({ detail }) => set({ runtime: detail.selectedOption.value as RuntimeId })}
            />
          </FormField>
          <FormField
            label="Handler"
            info={<InfoLink helpId="runtime-settings" label="handler" />}
            description={`Where the runtime enters your code, for instance ${RUNTIMES[settings.runtime].defaultHandler}.`}
            constraintText={`Up to ${HANDLER_MAX_LENGTH} characters, no white space.`}
            errorText={checked ? handlerIssue : undefined}
          >
            <Input
              value={settings.handler}
              spellcheck={false}
              onChange={({ detail }) => set({ handler: detail.value })}
              onBlur={() => afterPress(() => setChecked(true))}
            />
          </FormField>
          <FormField
            label="Architecture"
            info={<InfoLink helpId="architecture" label="architecture" />}
            errorText={unavailable}
          >
            <RadioGroup
              value={settings.architecture}
              items={architectureOptions(availability, settings.runtime, base.architecture).map(
                ({ value, label, disabledReason }) => ({
                  value,
                  label,
                  description: disabledReason,
                  disabled: disabledReason !== undefined,
                }),
              )}
              onChange={({ detail }) => set({ architecture: detail.value as Settings["architecture"] })}
            />
          </FormField>
        </SpaceBetween>
      </Container>
    </EditForm>
  );
}

/** The model decides; the form says it in plain words. */
function handlerProblem(handler: string): string | undefined {
  const parsed = HandlerSchema.safeParse(handler);
  if (parsed.success) return undefined;
  if (handler === "") return "Enter a handler.";
  if (/\s/.test(handler)) return "A handler can't contain white space.";
  if (handler.length > HANDLER_MAX_LENGTH) return `A handler can have up to ${HANDLER_MAX_LENGTH} characters.`;
  return parsed.error.issues[0]?.message;
}
