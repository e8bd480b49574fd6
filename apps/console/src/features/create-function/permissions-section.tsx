import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { DEFAULT_ROLE_POLICY, DEFAULT_SCOPE, defaultRoleName, logGroupName, type Scope } from "@lambent/model";
import { InfoLink } from "../../app/info-link.tsx";
import { TextBlock } from "../../app/text-block.tsx";
import { TutorialHotspot } from "../tutorial/tutorial-hotspot.tsx";
import { functionNameError } from "./create-form.ts";

interface PermissionsSectionProps {
  /** Empty or wrong while it is being typed. */
  functionName: string;
  scope: Scope | undefined;
  policyShown: boolean;
  onPolicyShownChange(shown: boolean): void;
}

/** Stands for the name until there is one. */
const UNNAMED = "myFunctionName";
/** The server draws the last eight characters; the page shows where they will stand. */
const OPEN_SUFFIX = "xxxxxxxx";

/** Says what the new function may do, to the letter: the policy that the server will attach. */
export function PermissionsSection({ functionName, scope, policyShown, onPolicyShownChange }: PermissionsSectionProps) {
  const name = functionNameError(functionName) === undefined ? functionName : UNNAMED;
  const roleName = defaultRoleName(name, () => 0).slice(0, -OPEN_SUFFIX.length) + OPEN_SUFFIX;
  const policy = DEFAULT_ROLE_POLICY(scope ?? DEFAULT_SCOPE, name);
  return (
    <Container
      header={
        <Header
          variant="h2"
          info={
            <>
              <InfoLink helpId="permissions" label="permissions" />{" "}
              <TutorialHotspot id="create.permissions" direction="right" />
            </>
          }
          description="By default, an execution role is created that allows the function to write its own log, and nothing else."
        >
          Permissions
        </Header>
      }
    >
      <SpaceBetween size="s">
        <Box>
          The role will be named <Box variant="code">{roleName}</Box>, with eight letters and digits of its own in place
          of the last ones. Only this function uses it.
        </Box>
        <ExpandableSection
          headerText="View the policy"
          expanded={policyShown}
          onChange={({ detail }) => onPolicyShownChange(detail.expanded)}
        >
          <SpaceBetween size="s">
            <TextBlock label="Policy of the execution role" text={JSON.stringify(policy, null, 2)} />
            <Box color="text-body-secondary">
              It may create its log group, and write to <Box variant="code">{logGroupName(name)}</Box> alone. It can't
              read logs, call other functions or reach anything else. This is <b>least privilege</b>: what isn't needed
              isn't allowed.
            </Box>
          </SpaceBetween>
        </ExpandableSection>
      </SpaceBetween>
    </Container>
  );
}
