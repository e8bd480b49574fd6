import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { domainError } from "../../app/errors.ts";

export function NoFunctions() {
  return (
    <Box textAlign="center" color="inherit" padding={{ vertical: "l" }}>
      <SpaceBetween size="m">
        <Box variant="strong" color="inherit">
          There is no data to display.
        </Box>
        <Box variant="p" color="inherit">
          You have no functions yet.
        </Box>
        <Button href="/create/function">Create function</Button>
      </SpaceBetween>
    </Box>
  );
}

export function NoMatches({ onClear }: { onClear(): void }) {
  return (
    <Box textAlign="center" color="inherit" padding={{ vertical: "l" }}>
      <SpaceBetween size="m">
        <Box variant="strong" color="inherit">
          No matches
        </Box>
        <Box variant="p" color="inherit">
          We can't find a match.
        </Box>
        <Button onClick={onClear}>Clear filter</Button>
      </SpaceBetween>
    </Box>
  );
}

export function ListFailed({ error, retrying, onRetry }: { error: unknown; retrying: boolean; onRetry(): void }) {
  return (
    <Box padding={{ vertical: "l" }} textAlign="left">
      <Alert
        type="error"
        statusIconAriaLabel="Error"
        header="The functions couldn't be loaded"
        action={
          <Button loading={retrying} onClick={onRetry}>
            Retry
          </Button>
        }
      >
        {domainError(error).message}
      </Alert>
    </Box>
  );
}
