import type { StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import type { OutcomeKind } from "@lambent/model";

/** How each outcome is called and marked in lists. */
export const OUTCOME_LABELS: Record<OutcomeKind, { text: string; type: StatusIndicatorProps.Type }> = {
  succeeded: { text: "Succeeded", type: "success" },
  functionError: { text: "Function error", type: "error" },
  initFailed: { text: "Init failed", type: "error" },
  timedOut: { text: "Timed out", type: "error" },
  outOfMemory: { text: "Out of memory", type: "error" },
  exited: { text: "Process exited", type: "error" },
  responseTooLarge: { text: "Response too large", type: "error" },
  throttled: { text: "Throttled", type: "warning" },
  sandboxFault: { text: "Sandbox fault", type: "error" },
};
