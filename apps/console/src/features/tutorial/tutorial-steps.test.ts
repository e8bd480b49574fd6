import { expect, test } from "vitest";
import { HOTSPOT_IDS } from "./hotspot-ids.ts";
import { initialFacts, type TutorialFacts, type TutorialSignal, withSignal } from "./tutorial-facts.ts";
import { firstOpenStep, stepToResume, TUTORIAL_STEPS } from "./tutorial-steps.ts";

const NAME = "myLambdaFunction";
const after = (...signals: TutorialSignal[]): TutorialFacts => signals.reduce(withSignal, initialFacts);
const at = (facts: TutorialFacts) => ({
  furthest: TUTORIAL_STEPS[firstOpenStep(facts)]!.hotspotId,
  resume: TUTORIAL_STEPS[stepToResume(facts)]!.hotspotId,
});
const form = (part: Partial<TutorialFacts["form"]>): TutorialSignal => ({
  type: "createForm",
  form: { open: true, nameAccepted: false, runtimeAccepted: false, policyShown: false, ...part },
});
const created: TutorialSignal = { type: "functionCreated", functionName: NAME, runtime: "nodejs20.x" };
const closed = form({ open: false });

test("every place that may be marked belongs to exactly one step", () => {
  expect(TUTORIAL_STEPS.map(({ hotspotId }) => hotspotId).sort()).toEqual([...HOTSPOT_IDS].sort());
});

test("steps of one task stand together: the panel numbers them by task", () => {
  const tasks = TUTORIAL_STEPS.map(({ task }) => task);
  expect(tasks.filter((task, index) => task !== tasks[index - 1])).toEqual(["create", "deploy", "test", "cleanUp"]);
});

test("the create page opens its explanation, and the name waits for a valid one", () => {
  expect(at(initialFacts)).toEqual({ furthest: "functions.create", resume: "functions.create" });
  expect(at(after(form({})))).toEqual({ furthest: "create.name", resume: "create.scratch" });
  expect(at(after(form({ nameAccepted: true })))).toEqual({ furthest: "create.runtime", resume: "create.runtime" });
  expect(at(after(form({ nameAccepted: true, runtimeAccepted: true }))).furthest).toBe("create.permissions");
});

test("leaving the form before the function was created goes back to the list, leaving it afterwards doesn't", () => {
  const filled = form({ nameAccepted: true, runtimeAccepted: true, policyShown: true });
  expect(at(after(filled, closed)).furthest).toBe("functions.create");
  expect(at(after(filled, created, closed))).toEqual({ furthest: "code.editor", resume: "code.editor" });
});

test("a person who goes ahead of the text is followed", () => {
  expect(at(after(form({}), created, closed)).resume).toBe("code.editor");
  expect(at(after(created, { type: "codeDeployed", functionName: NAME })).resume).toBe("test.event");
});

test("only what happens to the tutorial's own function counts", () => {
  const other = "another-function";
  const facts = after(created, { type: "functionCreated", functionName: other, runtime: "python3.12" });
  expect(facts).toMatchObject({ functionName: NAME, runtime: "nodejs20.x" });
  expect(withSignal(facts, { type: "codeDeployed", functionName: other })).toBe(facts);
  expect(withSignal(facts, { type: "functionDeleted", functionName: other })).toBe(facts);
});

test("a failed test doesn't count, and a later success does", () => {
  const ready = [
    created,
    { type: "codeDeployed", functionName: NAME },
    { type: "testEventSaved", functionName: NAME },
  ] as const;
  const failed = after(...ready, { type: "functionTested", functionName: NAME, succeeded: false });
  expect(failed.testFailed).toBe(true);
  expect(at(failed).furthest).toBe("test.run");
  const succeeded = withSignal(failed, { type: "functionTested", functionName: NAME, succeeded: true });
  expect(succeeded.testFailed).toBe(false);
  expect(at(succeeded)).toEqual({ furthest: "test.log", resume: "test.result" });
});

test("the metrics are not passed over when the Monitor tab opens, and the end needs the deletion", () => {
  const watched = after(
    created,
    { type: "codeDeployed", functionName: NAME },
    { type: "testEventSaved", functionName: NAME },
    { type: "functionTested", functionName: NAME, succeeded: true },
    { type: "tabOpened", functionName: NAME, tab: "monitoring" },
  );
  expect(at(watched)).toEqual({ furthest: "function.delete", resume: "monitor.metrics" });
  expect(at(withSignal(watched, { type: "functionDeleted", functionName: NAME })).furthest).toBe("functions.list");
});

test("each step knows the page that it takes place on", () => {
  const facts = after(created);
  expect(
    TUTORIAL_STEPS.map((step) => step.place(facts)).filter((place, index, all) => place !== all[index - 1]),
  ).toEqual([
    "/functions",
    "/create/function",
    `/functions/${NAME}?tab=code`,
    `/functions/${NAME}?tab=testing`,
    `/functions/${NAME}?tab=monitoring`,
    "/functions",
  ]);
});
