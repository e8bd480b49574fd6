import { useSyncExternalStore } from "react";
import { readStored, writeStored } from "../../app/stored-value.ts";
import { initialFacts, type TutorialFacts, type TutorialSignal, withSignal } from "./tutorial-facts.ts";
import { firstOpenStep, stepToResume } from "./tutorial-steps.ts";

interface TutorialState {
  running: boolean;
  completed: boolean;
  facts: TutorialFacts;
}

/** Version of the steps: progress of another one would point at the wrong places. */
const KEY = "lambent.tutorial.1";
const INITIAL: TutorialState = { running: false, completed: false, facts: initialFacts };

let state: TutorialState = { ...INITIAL, ...readStored<TutorialState>(KEY) };
const listeners = new Set<() => void>();

function set(change: Partial<TutorialState>): void {
  state = { ...state, ...change };
  writeStored(KEY, state);
  for (const listener of listeners) listener();
}

/** Takes note of something that really happened. Ignored while no tutorial runs. */
export function tutorialSignal(signal: TutorialSignal): void {
  if (!state.running || state.completed) return;
  const facts = withSignal(state.facts, signal);
  if (facts !== state.facts) set({ facts });
}

/** For components: `const signal = useTutorialSignal(); signal({ type: "tabOpened", … })`. */
export function useTutorialSignal(): typeof tutorialSignal {
  return tutorialSignal;
}

export const tutorial = {
  /** Begins, or goes on where it was left. */
  start(): void {
    set(state.completed ? { ...INITIAL, running: true } : { running: true });
  },
  startOver(): void {
    set({ ...INITIAL, running: true });
  },
  /** Leaves it; the progress is kept. */
  exit(): void {
    set({ running: false });
  },
  finish(): void {
    set({ completed: true });
  },
  current: (): TutorialState => state,
};

export function useTutorial(): TutorialState & { openStep: number; resumeStep: number } {
  const current = useSyncExternalStore(subscribe, () => state);
  return { ...current, openStep: firstOpenStep(current.facts), resumeStep: stepToResume(current.facts) };
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
