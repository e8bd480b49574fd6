import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { useQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { domainError } from "../../app/errors.ts";
import { PageFrame } from "../../app/page-frame.tsx";
import type { HelpId } from "../../help/help-topics.tsx";
import { FunctionHeader } from "./function-header.tsx";
import { FunctionMissing } from "./function-missing.tsx";
import { FunctionOverview } from "./function-overview.tsx";
import { FunctionTabs } from "./function-tabs.tsx";
import { functionQuery } from "./queries.ts";
import { StateAlerts } from "./state-alerts.tsx";

const HELP_OF_TAB = {
  code: "code-source",
  testing: "test-event",
  monitoring: "monitor",
  configure: "basic-settings",
} as const;

export function FunctionPage() {
  const { functionName } = useParams({ from: "/functions/$functionName" });
  const { tab } = useSearch({ from: "/functions/$functionName" });
  const { data, error, isFetching, refetch } = useQuery(functionQuery(functionName));
  const gone = error !== null && domainError(error).code === "FunctionNotFound";
  return (
    <PageFrame
      help={HELP_OF_TAB[tab] satisfies HelpId}
      breadcrumbs={[
        { text: "Lambent", href: "/functions" },
        { text: "Functions", href: "/functions" },
        { text: functionName, href: `/functions/${functionName}` },
      ]}
    >
      <SpaceBetween size="l">
        <FunctionHeader functionName={functionName} functionArn={gone ? undefined : data?.configuration.functionArn} />
        {(gone || (error !== null && data === undefined)) && (
          <FunctionMissing
            functionName={functionName}
            error={error}
            retrying={isFetching}
            onRetry={() => void refetch()}
          />
        )}
        {data === undefined && error === null && (
          <div className="grid min-h-[600px] place-content-center">
            <Box color="text-body-secondary">
              <Spinner /> <span role="status">Loading the function</span>
            </Box>
          </div>
        )}
        {data !== undefined && !gone && (
          <>
            <StateAlerts configuration={data.configuration} />
            <FunctionOverview configuration={data.configuration} />
            <FunctionTabs functionName={functionName} />
          </>
        )}
      </SpaceBetween>
    </PageFrame>
  );
}
