import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import type { ExecutionRole } from "@lambent/model";
import { CopyValue } from "../../app/copy-value.tsx";
import { InfoLink } from "../../app/info-link.tsx";
import { TextBlock } from "../../app/text-block.tsx";
import { allowedActions } from "./resource-summary.ts";

/**
 * The execution role: who the function is, and the least that it may do.
 * @param role null when it was deleted; `roleArn` is what the function still names.
 */
export function Permissions({ role, roleArn }: { role: ExecutionRole | null; roleArn: string }) {
  if (role === null) {
    return (
      <Alert type="warning" header="The execution role doesn't exist any more">
        {roleArn} was deleted. Make a role of that name again that trusts lambda.amazonaws.com, or give the function
        another one.
      </Alert>
    );
  }
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h2"
            info={<InfoLink helpId="permissions" label="permissions" />}
            description="While it runs, the function acts as this role. It may do what the role's policy allows and nothing else."
          >
            Execution role
          </Header>
        }
      >
        <SpaceBetween size="l">
          <KeyValuePairs
            columns={2}
            items={[
              { label: "Role name", value: role.roleName },
              { label: "Role ARN", value: <CopyValue label="Role ARN" value={role.arn} /> },
            ]}
          />
          {role.managed && (
            <Box color="text-body-secondary">
              Made together with the function, by the rule of least privilege: it may write the function's own log. Code
              that needs more should be given just that, by action and by resource.
            </Box>
          )}
        </SpaceBetween>
      </Container>
      <ResourceSummary role={role} />
      <Container header={<Header variant="h2">Role document</Header>}>
        <SpaceBetween size="m">
          <div>
            <Box variant="awsui-key-label">Permissions policy</Box>
            <TextBlock label="Permissions policy" text={JSON.stringify(role.policy, null, 2)} maxHeightPx={480} />
          </div>
          <ExpandableSection headerText="Trust policy: who may act as this role">
            <TextBlock label="Trust policy" text={JSON.stringify(role.trustPolicy, null, 2)} />
          </ExpandableSection>
        </SpaceBetween>
      </Container>
    </SpaceBetween>
  );
}

function ResourceSummary({ role }: { role: ExecutionRole }) {
  return (
    <Table
      header={
        <Header variant="h2" description="What the policy allows, action by action.">
          Resource summary
        </Header>
      }
      ariaLabels={{ tableLabel: "Resource summary" }}
      items={allowedActions(role.policy)}
      trackBy="action"
      wrapLines
      columnDefinitions={[
        { id: "service", header: "Service", cell: ({ service }) => service, width: 220 },
        { id: "action", header: "Action", cell: ({ action }) => `Allow: ${action}`, width: 240, isRowHeader: true },
        {
          id: "resources",
          header: "Resources",
          cell: ({ resources }) => <span className="wrap-anywhere">{resources.join(", ")}</span>,
        },
      ]}
      empty="The policy allows nothing."
    />
  );
}
