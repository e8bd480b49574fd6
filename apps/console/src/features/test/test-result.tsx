import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Link from "@cloudscape-design/components/link";
import LiveRegion from "@cloudscape-design/components/live-region";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import type { InvocationResult } from "@lambent/model";
import type { ReactNode } from "react";
import { CopyValue } from "../../app/copy-value.tsx";
import { RelativeTime } from "../../app/format/relative-time.tsx";
import { useStored } from "../../app/stored-value.ts";
import { TextBlock } from "../../app/text-block.tsx";
import { TutorialHotspot } from "../tutorial/tutorial-hotspot.tsx";
import { ElapsedTime } from "./elapsed-time.tsx";
import { LOG_TAIL_NOTE, logText, responseText } from "./execution-results-text.ts";
import { failureMessage, remedyOf, runSummary, THROTTLED_STATUS } from "./run-summary.ts";
import type { TestRun } from "./run-test.ts";

interface TestResultProps {
  functionName: string;
  run: TestRun;
  /** The function's timeout, once it is known. */
  timeoutSeconds: number | undefined;
  onDismiss: () => void;
}

/** How the latest test went: running, succeeded or failed, with response, figures and log behind Details. */
export function TestResult({ functionName, run, timeoutSeconds, onDismiss }: TestResultProps) {
  const { running, result, error, startedMs } = run;
  const remedy = result && remedyOf(result);
  return (
    <>
      {running && startedMs !== null && (
        <Alert
          type="info"
          statusIconAriaLabel="Info"
          header={
            <>
              <Spinner /> Executing function
            </>
          }
        >
          <ElapsedTime sinceMs={startedMs} />
          {timeoutSeconds !== undefined && ` of at most ${timeoutSeconds} s`}
        </Alert>
      )}
      {error !== null && (
        <Alert
          type="error"
          statusIconAriaLabel="Error"
          header="Executing function: failed"
          dismissible
          dismissAriaLabel="Dismiss result"
          onDismiss={onDismiss}
        >
          {error.message}
        </Alert>
      )}
      {result !== null && (
        <Alert
          type={result.outcome === "succeeded" ? "success" : "error"}
          statusIconAriaLabel={result.outcome === "succeeded" ? "Success" : "Error"}
          header={
            <TutorialHotspot id="test.result">
              <span>
                Executing function: {result.outcome === "succeeded" ? "succeeded" : "failed"}
                {result.outcome !== "throttled" && (
                  <>
                    {" "}
                    (<LogsLink functionName={functionName} requestId={result.requestId} text="logs" />)
                  </>
                )}
              </span>
            </TutorialHotspot>
          }
          dismissible
          dismissAriaLabel="Dismiss result"
          onDismiss={onDismiss}
        >
          <SpaceBetween size="xs">
            {result.outcome !== "succeeded" && <div className="wrap-anywhere">{failureMessage(result)}</div>}
            {result.outcome === "throttled" && <ThrottleDetails result={result} />}
            {remedy && <Button href={`/functions/${functionName}/${remedy.path}`}>{remedy.text}</Button>}
            {result.outcome !== "throttled" && (
              <Details>
                <ResultDetails functionName={functionName} result={result} />
              </Details>
            )}
          </SpaceBetween>
        </Alert>
      )}
    </>
  );
}

/** What its caller would see: nothing ran, so there are no figures, no response and no log. */
function ThrottleDetails({ result }: { result: InvocationResult }) {
  return (
    <KeyValuePairs
      columns={3}
      minColumnWidth={200}
      items={[
        { label: "Status", value: THROTTLED_STATUS },
        { label: "Reason", value: <span className="wrap-anywhere">{result.throttleReason}</span> },
        { label: "Request ID", value: summaryValue("Request ID", result.requestId, result) },
      ]}
    />
  );
}

/** Closed until opened once; then it stays as it was left, from run to run. */
function Details({ children }: { children: ReactNode }) {
  const [expanded, setExpanded] = useStored("lambent.test-details-open", false);
  return (
    <ExpandableSection headerText="Details" expanded={expanded} onChange={({ detail }) => setExpanded(detail.expanded)}>
      {expanded && children}
    </ExpandableSection>
  );
}

function ResultDetails({ functionName, result }: { functionName: string; result: InvocationResult }) {
  const summary = runSummary(result, "").map(({ label, value }) => ({
    label,
    value: summaryValue(label, value, result),
  }));
  return (
    <SpaceBetween size="m">
      <div>
        <Box variant="p">
          The area below shows the response that your function returned
          {result.responseTruncated && ", cut after 1 MB"}.
        </Box>
        <TextBlock label="Response" text={responseText(result.response)} />
      </div>
      <div>
        <Box variant="h3">Summary</Box>
        <KeyValuePairs columns={3} minColumnWidth={200} items={summary} />
      </div>
      <div>
        <TutorialHotspot id="test.log">
          <Box variant="h3">Log output</Box>
        </TutorialHotspot>
        <Box variant="p">
          {LOG_TAIL_NOTE} The whole log of this run is on the{" "}
          <LogsLink functionName={functionName} requestId={result.requestId} text="Monitor tab" />.
        </Box>
        <TextBlock label="Log output" text={logText(result.logTail)} />
      </div>
    </SpaceBetween>
  );
}

function summaryValue(label: string, value: string, result: InvocationResult): ReactNode {
  if (label === "Execution time") return <RelativeTime time={result.startedMs} />;
  if (label === "Request ID" || label === "Code SHA-256") {
    return (
      <span className="wrap-anywhere">
        <CopyValue label={label} value={value} />
      </span>
    );
  }
  return value;
}

function LogsLink({ functionName, requestId, text }: { functionName: string; requestId: string; text: string }) {
  const search = new URLSearchParams({ tab: "monitoring", subtab: "logs", requestId });
  return (
    <Link href={`/functions/${functionName}?${search}`} ariaLabel={text === "logs" ? "Logs of this run" : undefined}>
      {text}
    </Link>
  );
}

/** Says to screen readers that a test began and how it ended. */
export function TestRunAnnouncement({ run }: { run: TestRun }) {
  return (
    <LiveRegion hidden assertive={run.error !== null || (run.result !== null && run.result.outcome !== "succeeded")}>
      {spokenStatus(run)}
    </LiveRegion>
  );
}

function spokenStatus({ running, result, error }: TestRun): string {
  if (running) return "The test is running.";
  if (error !== null) return `The test failed. ${error.message}`;
  if (result === null) return "";
  return result.outcome === "succeeded" ? "The test succeeded." : `The test failed. ${failureMessage(result)}`;
}
