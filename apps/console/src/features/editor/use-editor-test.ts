import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { testEventsQuery } from "../test/queries.ts";
import { useRunTest } from "../test/run-test.ts";
import { useSelectedTestEvent } from "../test/selected-test-event.ts";
import type { EditorSession } from "./editor-session.ts";
import type { Deployment } from "./use-deploy.ts";

/** Testing from the editor. The event, the run and its result are the same as on the Test tab. */
export function useEditorTest(session: EditorSession, deployment: Deployment) {
  const { functionName } = session;
  const events = useQuery(testEventsQuery(functionName));
  const [selectedName, select] = useSelectedTestEvent(functionName);
  const { run: runTest, dismiss, ...latest } = useRunTest(functionName);
  const [form, setForm] = useState(false);
  const [outputShown, setOutputShown] = useState(latest.startedMs !== null);

  const saved = events.data ?? [];
  const selected = saved.find(({ name }) => name === selectedName) ?? null;

  const runEvent = async (eventJson: string, testEventName: string | undefined) => {
    setForm(false);
    setOutputShown(true);
    await runTest({ eventJson, testEventName });
  };
  const { unsavedEventJson } = latest;
  /** Sends the selected event to the deployed code, else the unsaved one of the latest test; without one, asks for it. */
  const run = async () => {
    if (selected) await runEvent(selected.eventJson, selected.name);
    else if (unsavedEventJson !== null) await runEvent(unsavedEventJson, undefined);
    else setForm(true);
  };
  const deployAndRun = async () => {
    if (await deployment.deploy()) await run();
  };

  return {
    latest,
    saved,
    selected,
    select,
    loading: events.isPending,
    failed: events.error,
    /** The form for a new event is open. */
    form,
    setForm,
    outputShown,
    setOutputShown,
    run,
    runEvent,
    deployAndRun,
    dismiss,
  };
}

export type EditorTest = ReturnType<typeof useEditorTest>;
