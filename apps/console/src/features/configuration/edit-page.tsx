import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Form from "@cloudscape-design/components/form";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, type SubmitEvent, useEffect, useRef, useState } from "react";
import { domainError } from "../../app/errors.ts";
import { PageFrame } from "../../app/page-frame.tsx";
import { useUnsavedChanges } from "../../app/unsaved-changes.tsx";
import type { HelpId } from "../../help/help-topics.tsx";
import { functionQuery } from "./queries.ts";
import { SettingConflictAlert } from "./setting-conflict-alert.tsx";
import type { ConfigurationSubtab } from "./subtabs.ts";
import type { ConflictState } from "./use-save-configuration.ts";

export type LoadedFunction = NonNullable<ReturnType<typeof useLoadedFunction>["data"]>;

const useLoadedFunction = (functionName: string) =>
  useQuery({ ...functionQuery(functionName), refetchOnMount: "always" });

interface EditPageProps {
  functionName: string;
  title: string;
  help?: HelpId;
  children: (loaded: LoadedFunction) => ReactNode;
}

/** Frame of a page that edits one group of settings. Its form keeps what it started from: refreshes don't undo what is typed. */
export function EditPage({ functionName, title, help, children }: EditPageProps) {
  const query = useLoadedFunction(functionName);
  // Data of an earlier visit may be out of date: the form starts from what the server says now.
  const loaded = query.isFetchedAfterMount ? query.data : undefined;

  return (
    <PageFrame
      contentType="form"
      help={help}
      breadcrumbs={[
        { text: "Lambent", href: "/functions" },
        { text: "Functions", href: "/functions" },
        { text: functionName, href: `/functions/${functionName}` },
        { text: title, href: window.location.pathname },
      ]}
    >
      <ContentLayout header={<Header variant="h1">{title}</Header>}>
        {loaded !== undefined && children(loaded)}
        {loaded === undefined && query.isError && (
          <Alert
            type="error"
            statusIconAriaLabel="Error"
            header="The settings couldn't be loaded"
            action={<Button onClick={() => void query.refetch()}>Retry</Button>}
          >
            {domainError(query.error).message}
          </Alert>
        )}
        {loaded === undefined && !query.isError && (
          <Box textAlign="center" padding="xxl">
            <Spinner /> <span role="status">Loading the settings</span>
          </Box>
        )}
      </ContentLayout>
    </PageFrame>
  );
}

interface EditFormProps {
  saving: boolean;
  error: ReactNode;
  conflict?: Pick<ConflictState, "conflicts" | "saveMine"> | null;
  onTakeSaved?: () => void;
  /** Saves, or returns false when a field has to be corrected first. */
  onSubmit: () => boolean;
  leave: () => void;
  children: ReactNode;
}

/** The form itself, with Cancel and Save; a refused submit moves the focus to the first field that is wrong. */
export function EditForm({ saving, error, conflict, onTakeSaved, onSubmit, leave, children }: EditFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [refusals, setRefusals] = useState(0);
  useEffect(() => {
    if (refusals > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [refusals]);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!saving && !onSubmit()) setRefusals((count) => count + 1);
  };
  return (
    <form ref={form} noValidate onSubmit={submit}>
      <Form
        errorText={error}
        actions={
          // Pressing a button must not end the editing of a field first: the error that then appears would move the button away
          // under the pointer, and the click would be lost.
          // biome-ignore lint/a11y/noStaticElementInteractions: the buttons inside are the controls
          <div onMouseDown={(event) => event.preventDefault()}>
            <SpaceBetween direction="horizontal" size="xs">
              <Button formAction="none" variant="link" onClick={leave}>
                Cancel
              </Button>
              <Button variant="primary" loading={saving} loadingText="Saving">
                Save
              </Button>
            </SpaceBetween>
          </div>
        }
      >
        <SpaceBetween size="l">
          {conflict && (
            <SettingConflictAlert
              conflicts={conflict.conflicts}
              onKeepMine={conflict.saveMine}
              onTakeSaved={onTakeSaved}
            />
          )}
          {children}
        </SpaceBetween>
      </Form>
    </form>
  );
}

/** Returns to a section of the Configuration tab (or another tab), past the unsaved-changes question. */
export function useLeave(functionName: string, dirty: boolean, subtab: ConfigurationSubtab | "code") {
  const navigate = useNavigate();
  const unsavedChanges = useUnsavedChanges(dirty);
  return () => {
    unsavedChanges.allowLeave();
    void navigate({
      to: "/functions/$functionName",
      params: { functionName },
      search: subtab === "code" ? { tab: "code" } : { tab: "configure", subtab },
    });
  };
}
