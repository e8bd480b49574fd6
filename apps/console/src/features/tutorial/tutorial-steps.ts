import type { HotspotId } from "./hotspot-ids.ts";
import type { TutorialFacts } from "./tutorial-facts.ts";

/** Where a step takes place, as a path of the console. */
type Place = (facts: TutorialFacts) => string;

export interface TutorialStep {
  task: "create" | "deploy" | "test" | "cleanUp";
  /** The place in the page that the step points at; at most one step per place. */
  hotspotId: HotspotId;
  place: Place;
  /** Whether it has really been done. Absent for a step that only explains: reading it is all there is to do. */
  done?(facts: TutorialFacts): boolean;
}

const created = (facts: TutorialFacts) => facts.functionName !== null;
const list: Place = () => "/functions";
const form: Place = () => "/create/function";
const tab =
  (name: string): Place =>
  ({ functionName }) =>
    functionName === null ? "/functions" : `/functions/${functionName}?tab=${name}`;

/** The steps in order. A later one can't be opened before all earlier ones are done. */
export const TUTORIAL_STEPS: readonly TutorialStep[] = [
  { task: "create", hotspotId: "functions.create", place: list, done: (facts) => created(facts) || facts.form.open },
  { task: "create", hotspotId: "create.scratch", place: form },
  { task: "create", hotspotId: "create.name", place: form, done: (facts) => created(facts) || facts.form.nameAccepted },
  {
    task: "create",
    hotspotId: "create.runtime",
    place: form,
    done: (facts) => created(facts) || facts.form.runtimeAccepted,
  },
  { task: "create", hotspotId: "create.architecture", place: form },
  {
    task: "create",
    hotspotId: "create.permissions",
    place: form,
    done: (facts) => created(facts) || facts.form.policyShown,
  },
  { task: "create", hotspotId: "create.submit", place: form, done: created },
  { task: "deploy", hotspotId: "code.editor", place: tab("code"), done: (facts) => facts.codeEdited },
  { task: "deploy", hotspotId: "code.deploy", place: tab("code"), done: (facts) => facts.codeDeployed },
  { task: "test", hotspotId: "test.event", place: tab("testing"), done: (facts) => facts.testEventSaved },
  { task: "test", hotspotId: "test.run", place: tab("testing"), done: (facts) => facts.testSucceeded },
  { task: "test", hotspotId: "test.result", place: tab("testing") },
  { task: "test", hotspotId: "test.log", place: tab("testing"), done: (facts) => facts.monitorOpened },
  { task: "test", hotspotId: "monitor.metrics", place: tab("monitoring") },
  { task: "cleanUp", hotspotId: "function.delete", place: tab("monitoring"), done: (facts) => facts.functionDeleted },
  { task: "cleanUp", hotspotId: "functions.list", place: list, done: () => false },
];

/** Index of the first step that has not been done: the furthest that a person may open. */
export function firstOpenStep(facts: TutorialFacts): number {
  const index = TUTORIAL_STEPS.findIndex(({ done }) => done !== undefined && !done(facts));
  return index === -1 ? TUTORIAL_STEPS.length - 1 : index;
}

/** Index of the step to go on with: the first after what has been done, so that no explanation is passed over. */
export function stepToResume(facts: TutorialFacts): number {
  const lastDone = TUTORIAL_STEPS.slice(0, firstOpenStep(facts)).findLastIndex(({ done }) => done !== undefined);
  return lastDone + 1;
}

export function stepOfHotspot(hotspotId: HotspotId): number {
  return TUTORIAL_STEPS.findIndex((step) => step.hotspotId === hotspotId);
}
