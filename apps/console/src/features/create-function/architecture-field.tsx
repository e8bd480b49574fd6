import FormField from "@cloudscape-design/components/form-field";
import RadioGroup from "@cloudscape-design/components/radio-group";
import {
  ARCHITECTURES,
  type Architecture,
  type RuntimeAvailability,
  type RuntimeId,
  runtimeNote,
} from "@lambent/model";
import { InfoLink } from "../../app/info-link.tsx";
import { TutorialHotspot } from "../tutorial/tutorial-hotspot.tsx";
import { availability } from "./create-form.ts";

interface ArchitectureFieldProps {
  architecture: Architecture;
  runtime: RuntimeId | null;
  runtimes: readonly RuntimeAvailability[];
  error: string | undefined;
  onChange(architecture: Architecture): void;
}

export function ArchitectureField({ architecture, runtime, runtimes, error, onChange }: ArchitectureFieldProps) {
  // What is said of the runtime itself stands below its own field already.
  const said = runtime === null ? undefined : runtimeNote(runtimes, runtime);
  return (
    <FormField
      label="Architecture"
      info={<InfoLink helpId="architecture" label="architecture" />}
      description="The kind of processor that the function's code is made for."
      errorText={error}
    >
      <TutorialHotspot id="create.architecture" layout="block" direction="right">
        <RadioGroup
          value={architecture}
          onChange={({ detail }) => onChange(detail.value as Architecture)}
          items={[...ARCHITECTURES].reverse().map((value) => {
            const found = runtime === null ? undefined : availability(runtimes, runtime, value);
            const disabled = found?.available === false;
            const note = found?.note === said ? undefined : found?.note;
            return {
              value,
              label: value,
              disabled,
              description: disabled ? [found.reason, found.remedy].filter(Boolean).join(" ") : note,
            };
          })}
        />
      </TutorialHotspot>
    </FormField>
  );
}
