import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type FunctionConfiguration, NETWORK_ACCESS, type NetworkAccess } from "@lambent/model";
import { useState } from "react";
import { EditForm, useLeave } from "./edit-page.tsx";
import {
  INTERNET_ACCESS_DESCRIPTIONS,
  INTERNET_ACCESS_TEXTS,
  InternetAccessUnavailable,
  useInternetAccessProblem,
} from "./internet-access.tsx";
import { changedSettings } from "./setting-conflict.ts";
import { useSaveConfiguration } from "./use-save-configuration.ts";

/** What a function can reach beyond its sandbox. */
export function NetworkEditor({ configuration }: { configuration: FunctionConfiguration }) {
  const [base, setBase] = useState(configuration);
  const [networkAccess, setNetworkAccess] = useState(configuration.networkAccess);
  const unavailable = useInternetAccessProblem() !== undefined;

  const patch = changedSettings(base, { networkAccess });
  const dirty = Object.keys(patch).length > 0;
  const leave = useLeave(base.functionName, dirty, "network");
  const { save, saving, error, conflict, dismissConflict } = useSaveConfiguration(base.functionName, leave);

  return (
    <EditForm
      saving={saving}
      error={error}
      conflict={conflict}
      onTakeSaved={() => {
        if (conflict === null) return;
        setBase(conflict.latest);
        setNetworkAccess(conflict.latest.networkAccess);
        dismissConflict();
      }}
      onSubmit={() => {
        if (dirty) void save(base, patch);
        else leave();
        return true;
      }}
      leave={leave}
    >
      <Container
        header={
          <Header
            variant="h2"
            description="A function has no network unless you give it access. A change holds from the next invocation on."
          >
            Network
          </Header>
        }
      >
        <SpaceBetween size="l">
          <InternetAccessUnavailable networkAccess={base.networkAccess} />
          <FormField label="Internet access">
            <RadioGroup
              value={networkAccess}
              items={NETWORK_ACCESS.map((value) => ({
                value,
                label: INTERNET_ACCESS_TEXTS[value],
                description: INTERNET_ACCESS_DESCRIPTIONS[value],
                // What is saved can always be kept.
                disabled: value === "internet" && unavailable && base.networkAccess !== "internet",
              }))}
              onChange={({ detail }) => setNetworkAccess(detail.value as NetworkAccess)}
            />
          </FormField>
        </SpaceBetween>
      </Container>
    </EditForm>
  );
}
