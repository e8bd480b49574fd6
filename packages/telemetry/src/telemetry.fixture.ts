import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { InvocationRecord, StoredLogEvent } from "@lambent/model";
import { onTestFinished } from "vitest";
import { openTelemetry, type Telemetry, type TelemetryOptions } from "./telemetry.ts";

/** 2026-11-23T10:00:00Z: the beginning of an hour. */
export const START_MS = Date.UTC(2026, 10, 23, 10);
export const GROUP = "/aws/lambda/hello";
export const STREAM = "2026/11/23/[$LATEST]0123456789abcdef0123456789abcdef";
export const ARN = "arn:aws:lambda:us-east-1:000000000000:function:hello";

class ManualClock {
  #nowMs = START_MS;
  now(): Date {
    return new Date(this.#nowMs);
  }
  advance({ minutes = 0, days = 0 }: { minutes?: number; days?: number }): void {
    this.#nowMs += minutes * 60_000 + days * 86_400_000;
  }
}

/** A folder that is gone after the test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "telemetry-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Telemetry in a folder of its own; both are gone after the test. */
export async function startTelemetry(options: Partial<TelemetryOptions> = {}) {
  const directory = options.directory ?? temporaryDirectory();
  const clock = new ManualClock();
  const telemetry = await openTelemetry({ clock, ...options, directory });
  onTestFinished(() => telemetry.close().catch(() => {}));
  return { telemetry, clock, directory };
}

/** Appends messages, one ms apart. */
export function say(
  telemetry: Telemetry,
  messages: readonly string[],
  { group = GROUP, stream = STREAM, atMs = START_MS } = {},
) {
  const events = messages.map((message, index) => ({ timestampMs: atMs + index, message }));
  telemetry.logs.append(group, stream, events);
}

export function numbered(count: number, from = 1): string[] {
  return Array.from({ length: count }, (_, index) => `line ${from + index}`);
}

export function messagesOf(events: readonly StoredLogEvent[]): string[] {
  return events.map(({ message }) => message);
}

/** The next events of a live reader. */
export async function take(reader: AsyncGenerator<StoredLogEvent>, count: number): Promise<StoredLogEvent[]> {
  const events: StoredLogEvent[] = [];
  while (events.length < count) {
    const { value, done } = await reader.next();
    if (done) break;
    events.push(value);
  }
  return events;
}

export function invocation(patch: Partial<InvocationRecord> = {}): InvocationRecord {
  return {
    requestId: "8f5a2c0e-5f0b-4b0e-9d55-000000000001",
    functionName: "hello",
    functionArn: ARN,
    executedVersion: "$LATEST",
    startedMs: START_MS,
    outcome: "succeeded",
    coldStart: false,
    durationMs: 2.5,
    billedDurationMs: 3,
    memoryMb: 128,
    maxMemoryUsedMb: 40,
    logGroupName: GROUP,
    logStreamName: STREAM,
    codeSha256: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    event: "{}",
    eventTruncated: false,
    response: '"ok"',
    responseTruncated: false,
    ...patch,
  };
}
