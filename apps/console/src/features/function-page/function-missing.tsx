import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useRouter } from "@tanstack/react-router";
import { domainError } from "../../app/errors.ts";

interface FunctionMissingProps {
  functionName: string;
  error: unknown;
  retrying: boolean;
  onRetry(): void;
}

/** In place of a function that isn't there or couldn't be loaded: why, and where to go. */
export function FunctionMissing({ functionName, error, retrying, onRetry }: FunctionMissingProps) {
  const router = useRouter();
  const { code, message } = domainError(error);
  const notFound = code === "FunctionNotFound";
  const goTo = (href: string) => ({
    href,
    onFollow: (event: CustomEvent) => {
      event.preventDefault();
      void router.navigate({ href });
    },
  });
  return (
    <Alert
      type={notFound ? "warning" : "error"}
      statusIconAriaLabel={notFound ? "Warning" : "Error"}
      header={notFound ? `There is no function ${functionName}` : "The function couldn't be loaded"}
      action={
        <SpaceBetween direction="horizontal" size="xs">
          <Button {...goTo("/functions")}>View functions</Button>
          {notFound ? (
            <Button variant="primary" {...goTo("/create/function")}>
              Create function
            </Button>
          ) : (
            <Button onClick={onRetry} loading={retrying} loadingText="Retrying">
              Retry
            </Button>
          )}
        </SpaceBetween>
      }
    >
      {notFound ? "It may have been deleted, or the address has a typing error." : message}
    </Alert>
  );
}
