import { randomUUID } from "node:crypto";
import {
  ACCOUNT_CONCURRENCY_DEFAULT,
  DEFAULT_FUNCTION_URL_ENDPOINT,
  type FunctionUrlEndpoint,
  functionArn,
  type Scope,
} from "@lambent/model";
import type { Runner } from "@lambent/runner";
import type { Store } from "@lambent/store";
import type { Telemetry } from "@lambent/telemetry";
import { type ConcurrencyGate, createConcurrencyGate } from "./concurrency-gate.ts";
import { createDefinitions, type Definitions } from "./definitions.ts";
import { createEventInvokeConfigs, type EventInvokeConfigs } from "./event-invoke-configs.ts";
import { createKnownFunctionUrls, type KnownFunctionUrls } from "./function-urls/known-function-urls.ts";
import { createOneAtATime, type OneAtATime } from "./one-at-a-time.ts";
import type { ProvisionedVersions } from "./provisioned-versions.ts";
import { systemTimers, type Timers } from "./timers.ts";
import { createTransitions, type Transitions } from "./transitions.ts";
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
  timers: Timers;
  ids: Ids;
  definitions: Definitions;
  eventInvokeConfigs: EventInvokeConfigs;
  concurrency: ConcurrencyGate;
  /** Changes of reserved concurrency: each is judged by what the one before has left. */
  reservationChanges: OneAtATime;
  updateLocks: UpdateLocks;
  /** Where the server answers function URLs. */
  functionUrlEndpoint: FunctionUrlEndpoint;
  /** The same in all scopes: a URL's id doesn't tell whose it is. */
  knownFunctionUrls: KnownFunctionUrls;
  /** What goes on after creates and updates have been answered. */
  transitions: Transitions;
  provisionedVersions: ProvisionedVersions;
}

/** What the ports are made of. */
export interface Rooms
  extends Pick<Ports, "scope" | "store" | "telemetry" | "runner">,
    Partial<Pick<Ports, "clock" | "timers" | "ids" | "functionUrlEndpoint" | "knownFunctionUrls">> {
  /** Invocations that may run at once, all functions together; 1,000 when omitted. */
  accountConcurrency?: number;
}

/** Puts the ports together and reads what they keep in memory; clock, timers and ids are the real ones unless told. */
export async function createPorts({ accountConcurrency, ...rooms }: Rooms): Promise<Ports> {
  const { scope, store, telemetry } = rooms;
  const concurrency = createConcurrencyGate(telemetry, accountConcurrency ?? ACCOUNT_CONCURRENCY_DEFAULT);
  for (const { functionName, reservedConcurrentExecutions } of await store.functions.listReservations(scope)) {
    concurrency.reserve(functionArn(scope, functionName), reservedConcurrentExecutions);
  }
  return {
    clock: { now: () => new Date() },
    timers: systemTimers,
    ids: { uuid: () => randomUUID(), random: () => Math.random() },
    definitions: createDefinitions(store, scope),
    eventInvokeConfigs: createEventInvokeConfigs(store, scope),
    concurrency,
    reservationChanges: createOneAtATime(),
    updateLocks: createUpdateLocks(),
    functionUrlEndpoint: DEFAULT_FUNCTION_URL_ENDPOINT,
    knownFunctionUrls: createKnownFunctionUrls(store),
    transitions: createTransitions(),
    provisionedVersions: new Map(),
    ...rooms,
  };
}
