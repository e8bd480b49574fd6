import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import type { FunctionConfiguration } from "@lambent/model";
import { CopyValue } from "../../app/copy-value.tsx";
import { ByteSize } from "../../app/format/byte-size.tsx";
import { RelativeTime } from "../../app/format/relative-time.tsx";

/** Which code is deployed. */
export function CodeProperties({ configuration }: { configuration: FunctionConfiguration }) {
  return (
    <Container header={<Header variant="h2">Code properties</Header>}>
      <KeyValuePairs
        columns={3}
        items={[
          { label: "Package size", value: <ByteSize bytes={configuration.codeSizeBytes} /> },
          { label: "SHA256 hash", value: <CopyValue label="SHA256 hash" value={configuration.codeSha256} /> },
          { label: "Last modified", value: <RelativeTime time={configuration.lastModified} /> },
        ]}
      />
    </Container>
  );
}
