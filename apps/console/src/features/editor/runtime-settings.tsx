import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import { type FunctionConfiguration, RUNTIMES } from "@lambent/model";
import { InfoLink } from "../../app/info-link.tsx";
import { editHref } from "../configuration/subtabs.ts";

/** How the code is run; edited on a page of its own. */
export function RuntimeSettings({ configuration }: { configuration: FunctionConfiguration }) {
  const { functionName, runtime, handler, architecture } = configuration;
  return (
    <Container
      header={
        <Header
          variant="h2"
          info={<InfoLink helpId="runtime-settings" label="runtime settings" />}
          actions={
            <Button href={editHref(functionName, "runtime-settings")} ariaLabel="Edit runtime settings">
              Edit
            </Button>
          }
        >
          Runtime settings
        </Header>
      }
    >
      <KeyValuePairs
        columns={3}
        items={[
          { label: "Runtime", value: RUNTIMES[runtime].label },
          { label: "Handler", value: handler },
          { label: "Architecture", value: architecture },
        ]}
      />
    </Container>
  );
}
