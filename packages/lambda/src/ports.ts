import { randomUUID } from "node:crypto";
import type { Scope } from "@lambent/model";
import type { Runner } from "@lambent/runner";
import type { Store } from "@lambent/store";
import type { Telemetry } from "@lambent/telemetry";
import { createDefinitions, type Definitions } from "./definitions.ts";
import { createRunningInvocations, type RunningInvocations } from "./running-invocations.ts";
import { createUpdateLocks, type UpdateLocks } from "./update-locks.ts";

export interface Clock {
  now(): Date;
}

export interface Ids {
  /** A lower-case UUID v4. */
  uuid(): string;
  /** As `Math.random`: in [0, 1). */
  random(): number;
}

/** What every use case takes as its first argument: the rooms below and the few things that tests decide. */
export interface Ports {
  scope: Scope;
  store: Store;
  telemetry: Telemetry;
  runner: Runner;
  clock: Clock;
  ids: Ids;
  definitions: Definitions;
  running: RunningInvocations;
  updateLocks: UpdateLocks;
}

/** Puts the ports together; clock and ids are the real ones unless told. */
export function createPorts(
  rooms: Pick<Ports, "scope" | "store" | "telemetry" | "runner"> & Partial<Pick<Ports, "clock" | "ids">>,
): Ports {
  return {
    clock: { now: () => new Date() },
    ids: { uuid: () => randomUUID(), random: () => Math.random() },
    definitions: createDefinitions(rooms.store, rooms.scope),
    running: createRunningInvocations(rooms.telemetry),
    updateLocks: createUpdateLocks(),
    ...rooms,
  };
}
