import Alert from "@cloudscape-design/components/alert";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import type { FunctionConfiguration } from "@lambent/model";

/** What a person should know of a function's state before doing anything with it; nothing while all is well. */
export function StateAlerts({ configuration }: { configuration: FunctionConfiguration }) {
  const { state, stateReason, lastUpdateStatus } = configuration;
  const reason = stateReason === undefined || stateReason === "" ? "" : ` ${stateReason}`;
  const alerts = [
    state === "Pending" && (
      <Alert key="pending" type="info" statusIconAriaLabel="Info" header="The function is being created">
        <Spinner /> You can test and deploy as soon as it is active.{reason}
      </Alert>
    ),
    state === "Failed" && (
      <Alert key="failed" type="error" statusIconAriaLabel="Error" header="The function can't run">
        {reason.trim() || "No reason was given."} Deploying its code again makes it active.
      </Alert>
    ),
    state === "Inactive" && (
      <Alert key="inactive" type="info" statusIconAriaLabel="Info" header="The function is inactive">
        It wasn't invoked for a long time. The first invocation activates it again and takes longer.
      </Alert>
    ),
    lastUpdateStatus === "InProgress" && (
      <Alert key="updating" type="info" statusIconAriaLabel="Info" header="An update of the function is in progress">
        <Spinner /> Until it is done, invocations run the former code and settings, and further updates are refused.
      </Alert>
    ),
    lastUpdateStatus === "Failed" && (
      <Alert
        key="update-failed"
        type="error"
        statusIconAriaLabel="Error"
        header="The last update of the function failed"
      >
        The former code and settings stay in use.{reason}
      </Alert>
    ),
  ].filter((alert) => alert !== false);
  return alerts.length === 0 ? null : <SpaceBetween size="s">{alerts}</SpaceBetween>;
}
