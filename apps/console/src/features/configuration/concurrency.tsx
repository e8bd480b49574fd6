import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { FunctionConcurrency } from "@lambent/model";
import { useQuery } from "@tanstack/react-query";
import { domainError } from "../../app/errors.ts";
import { InfoLink } from "../../app/info-link.tsx";
import { concurrencyText } from "./concurrency-form.ts";
import { accountSettingsQuery } from "./queries.ts";
import { editHref } from "./subtabs.ts";

interface ConcurrencyProps {
  functionName: string;
  concurrency: FunctionConcurrency;
}

export function Concurrency({ functionName, concurrency }: ConcurrencyProps) {
  return (
    <Container
      header={
        <Header
          variant="h2"
          info={<InfoLink helpId="concurrency" label="concurrency" />}
          actions={
            <Button href={editHref(functionName, "concurrency")} ariaLabel="Edit concurrency">
              Edit
            </Button>
          }
        >
          Concurrency
        </Header>
      }
    >
      <KeyValuePairs
        columns={2}
        minColumnWidth={200}
        items={[
          {
            label: "Function concurrency",
            value:
              concurrency.reservedConcurrentExecutions === 0 ? (
                <StatusIndicator type="warning">0: every invocation is throttled</StatusIndicator>
              ) : (
                concurrencyText(concurrency)
              ),
          },
          { label: "Unreserved account concurrency", value: <UnreservedAccountConcurrency /> },
        ]}
      />
    </Container>
  );
}

function UnreservedAccountConcurrency() {
  const { data, error } = useQuery(accountSettingsQuery());
  if (data !== undefined) return data.accountLimit.unreservedConcurrentExecutions;
  if (error !== null) return <StatusIndicator type="error">{domainError(error).message}</StatusIndicator>;
  return <StatusIndicator type="loading">Loading</StatusIndicator>;
}
