import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { FunctionSummary } from "@lambent/model";
import { useRouter } from "@tanstack/react-router";
import { RelativeTime } from "../../app/format/relative-time.tsx";
import { InfoLink } from "../../app/info-link.tsx";
import { TutorialHotspot } from "../tutorial/tutorial-hotspot.tsx";
import { functionPath } from "./functions-table.columns.tsx";

interface FunctionsHeaderProps {
  selected: readonly FunctionSummary[];
  /** Absent until known. */
  total: number | undefined;
  refreshing: boolean;
  /** Epoch milliseconds. */
  fetchedAt: number | undefined;
  onRefresh(): void;
  onDelete(): void;
}

export function FunctionsHeader({ selected, total, refreshing, fetchedAt, onRefresh, onDelete }: FunctionsHeaderProps) {
  const router = useRouter();
  const one = selected.length === 1;
  const reasonForMany = one ? undefined : "Select one function only";
  return (
    <Header
      variant="awsui-h1-sticky"
      counter={total === undefined ? undefined : selected.length > 0 ? `(${selected.length}/${total})` : `(${total})`}
      info={
        <>
          <InfoLink helpId="functions" label="functions" /> <TutorialHotspot id="functions.list" direction="bottom" />
        </>
      }
      actions={
        <SpaceBetween direction="horizontal" size="xs" alignItems="center">
          {fetchedAt !== undefined && (
            <Box variant="small" color="text-body-secondary">
              Last fetched <RelativeTime time={fetchedAt} />
            </Box>
          )}
          <Button
            iconName="refresh"
            ariaLabel="Refresh functions"
            loading={refreshing}
            loadingText="Refreshing"
            onClick={onRefresh}
          />
          <ButtonDropdown
            disabled={selected.length === 0}
            items={[
              { id: "view", text: "View details", disabled: !one, disabledReason: reasonForMany },
              { id: "test", text: "Test", disabled: !one, disabledReason: reasonForMany },
              { id: "delete", text: "Delete" },
            ]}
            onItemClick={({ detail }) => {
              const functionName = selected[0]?.functionName ?? "";
              if (detail.id === "delete") onDelete();
              if (detail.id === "view") void router.navigate({ href: functionPath(functionName) });
              if (detail.id === "test") void router.navigate({ href: functionPath(functionName, "testing") });
            }}
          >
            Actions
          </ButtonDropdown>
          <TutorialHotspot id="functions.create" direction="bottom">
            <Button variant="primary" href="/create/function">
              Create function
            </Button>
          </TutorialHotspot>
        </SpaceBetween>
      }
    >
      Functions
    </Header>
  );
}
