import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { FunctionConfiguration } from "@lambent/model";
import { InfoLink } from "../../app/info-link.tsx";
import { INTERNET_ACCESS_DESCRIPTIONS, INTERNET_ACCESS_TEXTS, InternetAccessUnavailable } from "./internet-access.tsx";
import { editHref } from "./subtabs.ts";

export function Network({ configuration }: { configuration: FunctionConfiguration }) {
  const { functionName, networkAccess } = configuration;
  return (
    <Container
      header={
        <Header
          variant="h2"
          info={<InfoLink helpId="network" label="network" />}
          actions={
            <Button href={editHref(functionName, "network")} ariaLabel="Edit network">
              Edit
            </Button>
          }
        >
          Network
        </Header>
      }
    >
      <SpaceBetween size="m">
        <KeyValuePairs
          items={[
            {
              label: "Internet access",
              value: (
                <>
                  <div>{INTERNET_ACCESS_TEXTS[networkAccess]}</div>
                  <Box color="text-body-secondary">{INTERNET_ACCESS_DESCRIPTIONS[networkAccess]}</Box>
                </>
              ),
            },
          ]}
        />
        <InternetAccessUnavailable networkAccess={networkAccess} />
      </SpaceBetween>
    </Container>
  );
}
