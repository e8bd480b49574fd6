import type { SavedTestEvent } from "@lambent/model";
import type { Ports } from "./ports.ts";

export interface SaveTestEvent {
  functionName: string;
  name: string;
  /** As the person wrote it; valid JSON. */
  eventJson: string;
  /** The event's former name, when this save renames it. */
  rename?: string;
}

/** @throws FunctionNotFound, TestEventNotFound (a former name that is gone), TestEventLimitExceeded */
export async function saveTestEvent(
  { store, scope }: Ports,
  { functionName, name, eventJson, rename }: SaveTestEvent,
): Promise<SavedTestEvent> {
  return store.testEvents.save(scope, functionName, { name, eventJson }, { renameFrom: rename });
}
