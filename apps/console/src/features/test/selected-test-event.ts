import { readStored, useStored, writeStored } from "../../app/stored-value.ts";

const keyOf = (functionName: string) => `lambent.selected-test-event.${functionName}`;

/**
 * The saved test event that "Test" sends, per function: the editor and the Test tab share it, and this browser remembers it.
 * The name may be stale (the event was deleted elsewhere): look it up before use.
 */
export function useSelectedTestEvent(functionName: string): [string | null, (name: string | null) => void] {
  return useStored<string | null>(keyOf(functionName), null);
}

export function selectedTestEvent(functionName: string): string | null {
  return readStored<string>(keyOf(functionName));
}

export function selectTestEvent(functionName: string, name: string | null): void {
  writeStored(keyOf(functionName), name);
}
