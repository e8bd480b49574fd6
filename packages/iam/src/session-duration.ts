import { requireRange } from "./constraints.ts";

/** Bounds of a role's MaxSessionDuration: one hour to twelve. */
const MAX_SESSION_SECONDS = { min: 3600, max: 43_200 } as const;

/** @throws ValidationError */
export function requireSessionDuration(seconds: number): void {
  requireRange(seconds, "maxSessionDuration", MAX_SESSION_SECONDS);
}
