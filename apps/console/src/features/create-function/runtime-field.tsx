import FormField from "@cloudscape-design/components/form-field";
import Select, { type SelectProps } from "@cloudscape-design/components/select";
import {
  isOffered,
  RUNTIME_IDS,
  RUNTIMES,
  type RuntimeAvailability,
  type RuntimeId,
  runtimeNote,
} from "@lambent/model";
import { useQuery } from "@tanstack/react-query";
import type { RefObject } from "react";
import { InfoLink } from "../../app/info-link.tsx";
import { systemInfoQuery } from "../../app/system-info.ts";
import { TutorialHotspot } from "../tutorial/tutorial-hotspot.tsx";
import { isRunnable } from "./create-form.ts";

interface RuntimeFieldProps {
  runtime: RuntimeId | null;
  error: string | undefined;
  selectRef: RefObject<SelectProps.Ref | null>;
  onChange(runtime: RuntimeId): void;
}

const GROUPS = [
  { group: "latest", label: "Latest supported" },
  { group: "other", label: "Other supported" },
  { group: "custom", label: "Custom runtime" },
] as const;

const CUSTOM_RUNTIME = "A program named bootstrap of your own: Go, Rust, C++, a shell script …";

/** The language and version; what can't run here says why and what to do about it. */
export function RuntimeField({ runtime, error, selectRef, onChange }: RuntimeFieldProps) {
  const info = useQuery(systemInfoQuery);
  const runtimes = info.data?.runtimes ?? [];
  return (
    <FormField
      label="Runtime"
      info={<InfoLink helpId="runtime" label="runtime" />}
      description="The language that the function is written in, or a runtime of your own. The code editor helps with JavaScript, TypeScript and Python."
      constraintText={runtime === null ? undefined : runtimeNote(runtimes, runtime)}
      errorText={error}
    >
      <TutorialHotspot id="create.runtime" layout="block" direction="right">
        <Select
          ref={selectRef}
          placeholder="Choose a runtime"
          selectedOption={runtime === null ? null : { value: runtime, label: RUNTIMES[runtime].label }}
          selectedAriaLabel="Selected"
          options={GROUPS.map(({ group, label }) => ({
            label,
            options: RUNTIME_IDS.filter((id) => RUNTIMES[id].group === group && isOffered(runtimes, id)).map((id) =>
              option(id, runtimes),
            ),
          }))}
          statusType={info.isPending ? "loading" : info.isError ? "error" : "finished"}
          loadingText="Asking the server what it can run"
          errorText="The runtimes couldn't be loaded."
          recoveryText="Retry"
          onLoadItems={({ detail }) => {
            if (detail.samePage) void info.refetch();
          }}
          onChange={({ detail }) => onChange(detail.selectedOption.value as RuntimeId)}
        />
      </TutorialHotspot>
    </FormField>
  );
}

function option(id: RuntimeId, runtimes: readonly RuntimeAvailability[]): SelectProps.Option {
  const { label, family } = RUNTIMES[id];
  if (isRunnable(runtimes, id)) {
    return { value: id, label, ...(family === "provided" ? { description: CUSTOM_RUNTIME } : {}) };
  }
  const { reason, remedy } = runtimes.find(({ runtime }) => runtime === id) ?? {};
  return { value: id, label, disabled: true, description: [reason, remedy].filter(Boolean).join(" ") };
}
