import ExpandableSection from "@cloudscape-design/components/expandable-section";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import type { FunctionConfiguration } from "@lambent/model";
import { RUNTIMES } from "@lambent/model";
import { CopyValue } from "../../app/copy-value.tsx";
import { RelativeTime } from "../../app/format/relative-time.tsx";
import { InfoLink } from "../../app/info-link.tsx";
import { useStored } from "../../app/stored-value.ts";
import { FunctionDiagram } from "./function-diagram.tsx";

/** What the function is, at a glance; folded away it stays so. */
export function FunctionOverview({ configuration }: { configuration: FunctionConfiguration }) {
  const [expanded, setExpanded] = useStored("lambent.function-overview", true);
  const { functionName, functionArn, description, lastModified, runtime } = configuration;
  return (
    <ExpandableSection
      variant="container"
      headerText="Function overview"
      headingTagOverride="h2"
      headerInfo={<InfoLink helpId="function-overview" label="function overview" />}
      expanded={expanded}
      onChange={({ detail }) => setExpanded(detail.expanded)}
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6 md:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <FunctionDiagram name={functionName} runtimeLabel={RUNTIMES[runtime].label} />
        <KeyValuePairs
          columns={1}
          items={[
            { label: "Description", value: description === "" ? "-" : description },
            { label: "Last modified", value: <RelativeTime time={lastModified} /> },
            { label: "Function ARN", value: <CopyValue label="Function ARN" value={functionArn} /> },
          ]}
        />
      </div>
    </ExpandableSection>
  );
}
