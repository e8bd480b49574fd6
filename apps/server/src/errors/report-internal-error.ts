import { DomainError } from "@lambent/model";

/** Prints a fault of our own where the person who runs the server sees it; callers are told that it is there. */
export function reportInternalError(where: string, error: unknown): void {
  if (error instanceof DomainError) return;
  console.error(`${new Date().toISOString()} ${where}:`, error);
}
