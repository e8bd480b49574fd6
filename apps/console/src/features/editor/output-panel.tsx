import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import LiveRegion from "@cloudscape-design/components/live-region";
import Spinner from "@cloudscape-design/components/spinner";
import { formatDuration } from "../../app/format/duration.tsx";
import { ElapsedTime } from "../test/elapsed-time.tsx";
import { executionResultsText } from "../test/execution-results-text.ts";
import { failureMessage } from "../test/run-summary.ts";
import type { TestRun } from "../test/run-test.ts";
import { ToolButton } from "./tool-button.tsx";
import type { EditorTest } from "./use-editor-test.ts";

/** The panel under the text, tab OUTPUT, channel "Execution Results". */
export function OutputPanel({ test, heightPx }: { test: EditorTest; heightPx: number }) {
  const { latest } = test;
  const text = textOf(latest);
  return (
    <section aria-label="Output: Execution Results" className="flex shrink-0 flex-col" style={{ height: heightPx }}>
      <div className="flex h-8 shrink-0 items-center gap-3 border-b border-border-divider-default px-3 text-xs">
        <h3 className="m-0 text-xs font-bold uppercase">Output</h3>
        <span className="text-text-body-secondary">Execution Results</span>
        <span className="flex-1" />
        {text !== null && (
          <CopyToClipboard
            variant="icon"
            textToCopy={text}
            copyButtonAriaLabel="Copy output"
            copySuccessText="Output copied"
            copyErrorText="Output couldn't be copied"
          />
        )}
        <ToolButton
          iconName="remove"
          label="Clear output"
          disabled={latest.running || latest.startedMs === null}
          onClick={test.dismiss}
        />
        <ToolButton iconName="close" label="Close the output panel" onClick={() => test.setOutputShown(false)} />
      </div>
      <section
        aria-label="Output text"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        className="min-h-0 flex-1 overflow-auto px-3 py-2 -outline-offset-2"
      >
        {latest.running && (
          <span className="text-text-body-secondary">
            <Spinner /> Executing function <ElapsedTime sinceMs={latest.startedMs ?? Date.now()} />
          </span>
        )}
        {text !== null && (
          <pre
            className={`m-0 border-s-4 ps-3 font-mono text-xs/5 whitespace-pre-wrap wrap-anywhere ${
              succeeded(latest) ? "border-border-status-success" : "border-border-status-error"
            }`}
          >
            {text}
          </pre>
        )}
        {!latest.running && text === null && (
          <span className="text-text-body-secondary">Test the function to see its response and log here.</span>
        )}
      </section>
      <LiveRegion hidden>{announcementOf(latest)}</LiveRegion>
    </section>
  );
}

function succeeded({ result }: TestRun): boolean {
  return result?.outcome === "succeeded";
}

function textOf({ result, error, eventName, running }: TestRun): string | null {
  if (running) return null;
  if (result) return executionResultsText(result, eventName);
  return error && `Status: Failed\n\nThe test couldn't be run: ${error.message}`;
}

function announcementOf(run: TestRun): string {
  if (run.running) return "Executing function";
  if (run.result?.outcome === "throttled") return `Test failed. ${failureMessage(run.result)}`;
  if (run.result) return `Test ${succeeded(run) ? "succeeded" : "failed"} in ${formatDuration(run.result.durationMs)}.`;
  return run.error ? `The test couldn't be run: ${run.error.message}` : "";
}
