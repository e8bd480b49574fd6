import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import type { FunctionConfiguration } from "@lambent/model";
import { InfoLink } from "../../app/info-link.tsx";
import { cpuShareText, timeoutText } from "./basic-settings-form.ts";
import { editHref } from "./subtabs.ts";

export function GeneralConfiguration({ configuration }: { configuration: FunctionConfiguration }) {
  const { functionName, description, memoryMb, ephemeralStorageMb, timeoutSeconds } = configuration;
  return (
    <Container
      header={
        <Header
          variant="h2"
          info={<InfoLink helpId="basic-settings" label="general configuration" />}
          actions={
            <Button href={editHref(functionName, "basic-settings")} ariaLabel="Edit general configuration">
              Edit
            </Button>
          }
        >
          General configuration
        </Header>
      }
    >
      <KeyValuePairs
        columns={4}
        minColumnWidth={150}
        items={[
          { label: "Description", value: description === "" ? "-" : description },
          { label: "Memory", value: `${memoryMb} MB (${cpuShareText(String(memoryMb))})` },
          { label: "Ephemeral storage", value: `${ephemeralStorageMb} MB` },
          { label: "Timeout", value: timeoutText(timeoutSeconds) },
        ]}
      />
    </Container>
  );
}
