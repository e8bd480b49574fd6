import Header from "@cloudscape-design/components/header";
import PropertyFilter from "@cloudscape-design/components/property-filter";
import Table from "@cloudscape-design/components/table";
import { PageFrame } from "../../app/page-frame.tsx";

export function FunctionsPage() {
  return (
    <PageFrame
      navigationOpenByDefault
      help="functions"
      contentType="table"
      breadcrumbs={[
        { text: "Lambent", href: "/functions" },
        { text: "Functions", href: "/functions" },
      ]}
    >
      <Table
        variant="full-page"
        header={<Header variant="awsui-h1-sticky">Functions</Header>}
        items={[]}
        columnDefinitions={[]}
        filter={
          <PropertyFilter query={{ tokens: [], operation: "and" }} filteringProperties={[]} onChange={() => {}} />
        }
      />
    </PageFrame>
  );
}
