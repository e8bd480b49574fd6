import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import type { ErrorComponentProps } from "@tanstack/react-router";
import { domainError } from "./errors.ts";
import { PageFrame } from "./page-frame.tsx";

/** A page that could not be drawn: says why and how to go on, while everything around it stays usable. */
export function PageFailed({ error, reset }: ErrorComponentProps) {
  // After an upgrade of the server, an open page asks for files that are no longer there.
  const outdated =
    error instanceof Error && /dynamically imported module|importing a module script failed/i.test(error.message);
  return (
    <PageFrame navigationOpenByDefault breadcrumbs={[{ text: "Lambent", href: "/functions" }]}>
      <Alert
        type="error"
        statusIconAriaLabel="Error"
        header="This page can't be shown"
        action={
          <Button onClick={outdated ? () => window.location.reload() : reset}>{outdated ? "Reload" : "Retry"}</Button>
        }
      >
        {outdated
          ? "A part of the console couldn't be loaded. The server may be down, or it was upgraded since this page was opened."
          : domainError(error).message}
      </Alert>
    </PageFrame>
  );
}
