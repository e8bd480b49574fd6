import type { RuntimeId } from "@lambent/model";

/** What is known to have really happened, from the server's answers and from what the pages show. */
export interface TutorialFacts {
  /** State of the create form while it is open. */
  form: { open: boolean; nameAccepted: boolean; runtimeAccepted: boolean; policyShown: boolean };
  /** The function that the tutorial is about, from its creation on. */
  functionName: string | null;
  runtime: RuntimeId | null;
  codeEdited: boolean;
  codeDeployed: boolean;
  testEventSaved: boolean;
  testSucceeded: boolean;
  /** A test ran and failed after the last success; the text then helps on. */
  testFailed: boolean;
  monitorOpened: boolean;
  functionDeleted: boolean;
}

export const initialFacts: TutorialFacts = {
  form: { open: false, nameAccepted: false, runtimeAccepted: false, policyShown: false },
  functionName: null,
  runtime: null,
  codeEdited: false,
  codeDeployed: false,
  testEventSaved: false,
  testSucceeded: false,
  testFailed: false,
  monitorOpened: false,
  functionDeleted: false,
};

export type TutorialSignal =
  | { type: "createForm"; form: TutorialFacts["form"] }
  | { type: "functionCreated"; functionName: string; runtime: RuntimeId }
  | { type: "codeEdited"; functionName: string }
  | { type: "codeDeployed"; functionName: string }
  | { type: "testEventSaved"; functionName: string }
  | { type: "functionTested"; functionName: string; succeeded: boolean }
  | { type: "tabOpened"; functionName: string; tab: string }
  | { type: "functionDeleted"; functionName: string };

/** Facts after a signal; the same object when it says nothing new, or speaks of another function. */
export function withSignal(facts: TutorialFacts, signal: TutorialSignal): TutorialFacts {
  const change = changeOf(facts, signal);
  if (change === null) return facts;
  const news = Object.entries(change).some(
    ([key, value]) => JSON.stringify(facts[key as keyof TutorialFacts]) !== JSON.stringify(value),
  );
  return news ? { ...facts, ...change } : facts;
}

function changeOf(facts: TutorialFacts, signal: TutorialSignal): Partial<TutorialFacts> | null {
  if (signal.type === "createForm") return { form: signal.form };
  if (signal.type === "functionCreated") {
    if (facts.functionName !== null) return null;
    return { functionName: signal.functionName, runtime: signal.runtime };
  }
  if (signal.functionName !== facts.functionName) return null;
  switch (signal.type) {
    case "codeEdited":
      return { codeEdited: true };
    case "codeDeployed":
      return { codeEdited: true, codeDeployed: true };
    case "testEventSaved":
      return { testEventSaved: true };
    case "functionTested":
      return signal.succeeded ? { testSucceeded: true, testFailed: false } : { testFailed: true };
    case "tabOpened":
      return signal.tab === "monitoring" ? { monitorOpened: true } : null;
    case "functionDeleted":
      return { functionDeleted: true };
  }
}
