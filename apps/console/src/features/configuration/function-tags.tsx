import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { InfoLink } from "../../app/info-link.tsx";
import { editHref } from "./subtabs.ts";

interface FunctionTagsProps {
  functionName: string;
  tags: Readonly<Record<string, string>>;
}

export function FunctionTags({ functionName, tags }: FunctionTagsProps) {
  const items = Object.entries(tags)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => ({ key, value }));
  const manage = <Button href={editHref(functionName, "tags")}>Manage tags</Button>;
  return (
    <Table
      header={
        <Header
          variant="h2"
          counter={`(${items.length})`}
          info={<InfoLink helpId="tags" label="tags" />}
          description="The Functions page can be searched by them."
          actions={manage}
        >
          Tags
        </Header>
      }
      ariaLabels={{ tableLabel: "Tags" }}
      items={items}
      trackBy="key"
      wrapLines
      columnDefinitions={[
        { id: "key", header: "Key", cell: ({ key }) => key, isRowHeader: true, width: "35%" },
        { id: "value", header: "Value", cell: ({ value }) => (value === "" ? "-" : value) },
      ]}
      empty={
        <SpaceBetween size="xxs" alignItems="center">
          <b>No tags</b>
          <Box color="inherit">No tags associated with this function.</Box>
        </SpaceBetween>
      }
    />
  );
}
