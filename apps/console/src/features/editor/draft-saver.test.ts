import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DRAFT_DEBOUNCE_MS, DRAFT_RETRY_MS, DraftSaver, type DraftStatus } from "./draft-saver.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function saverOf(save: () => Promise<void>) {
  const statuses: DraftStatus["kind"][] = [];
  const saver = new DraftSaver({ save, onStatus: (status) => statuses.push(status.kind), nowMs: () => 42 });
  return { saver, statuses };
}

test("typing that goes on is saved once, when it rests", async () => {
  const save = vi.fn(async () => {});
  const { saver } = saverOf(save);
  for (let keystroke = 0; keystroke < 5; keystroke++) {
    saver.touch();
    await vi.advanceTimersByTimeAsync(DRAFT_DEBOUNCE_MS - 1);
  }
  expect(save).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(save).toHaveBeenCalledTimes(1);
  expect(saver.status).toEqual({ kind: "saved", atMs: 42 });
  expect(saver.unsaved).toBe(false);
});

test("what is typed during a save follows in a second one, never at the same time", async () => {
  const finish: (() => void)[] = [];
  const save = vi.fn(() => new Promise<void>((resolve) => finish.push(resolve)));
  const { saver } = saverOf(save);
  saver.touch();
  await vi.advanceTimersByTimeAsync(DRAFT_DEBOUNCE_MS);
  saver.touch();
  await vi.advanceTimersByTimeAsync(10 * DRAFT_DEBOUNCE_MS);
  expect(save).toHaveBeenCalledTimes(1);
  expect(saver.unsaved).toBe(true);
  finish[0]!();
  await vi.advanceTimersByTimeAsync(DRAFT_DEBOUNCE_MS);
  expect(save).toHaveBeenCalledTimes(2);
  finish[1]!();
  await vi.advanceTimersByTimeAsync(0);
  expect(saver.status.kind).toBe("saved");
});

test("a failed save says why, is tried again and keeps the edits unsaved meanwhile", async () => {
  const save = vi.fn<() => Promise<void>>().mockRejectedValueOnce(new Error("offline")).mockResolvedValue();
  const { saver, statuses } = saverOf(save);
  saver.touch();
  await vi.advanceTimersByTimeAsync(DRAFT_DEBOUNCE_MS);
  expect(saver.status).toEqual({ kind: "failed", message: "offline" });
  expect(saver.unsaved).toBe(true);
  await vi.advanceTimersByTimeAsync(DRAFT_RETRY_MS);
  expect(statuses).toEqual(["pending", "saving", "failed", "saving", "saved"]);
});

test("flush saves at once and only what isn't saved", async () => {
  const save = vi.fn(async () => {});
  const { saver } = saverOf(save);
  await saver.flush();
  expect(save).not.toHaveBeenCalled();
  saver.touch();
  await saver.flush();
  expect(save).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(10 * DRAFT_DEBOUNCE_MS);
  expect(save).toHaveBeenCalledTimes(1);
});

test("after cancel nothing is sent any more", async () => {
  const save = vi.fn(async () => {});
  const { saver } = saverOf(save);
  saver.touch();
  await saver.cancel();
  await vi.advanceTimersByTimeAsync(10 * DRAFT_DEBOUNCE_MS);
  expect(save).not.toHaveBeenCalled();
  expect(saver.unsaved).toBe(false);
});

test("cancel during a save waits for it and sends no second one", async () => {
  let finish = () => {};
  const save = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)));
  const { saver } = saverOf(save);
  saver.touch();
  await vi.advanceTimersByTimeAsync(DRAFT_DEBOUNCE_MS);
  saver.touch();
  let cancelled = false;
  const cancelling = saver.cancel().then(() => {
    cancelled = true;
  });
  await vi.advanceTimersByTimeAsync(DRAFT_DEBOUNCE_MS);
  expect(cancelled).toBe(false);
  finish();
  await cancelling;
  await vi.advanceTimersByTimeAsync(10 * DRAFT_DEBOUNCE_MS);
  expect(save).toHaveBeenCalledTimes(1);
});
