import { readStored, writeStored } from "../../app/stored-value.ts";

const KEY = "lambent.visited";

/** True once this browser has seen the landing page: it greets a person once. */
export function hasVisited(): boolean {
  return readStored<boolean>(KEY) === true;
}

export function rememberVisit(): void {
  writeStored(KEY, true);
}
