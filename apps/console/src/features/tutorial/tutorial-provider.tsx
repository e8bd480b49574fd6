import AnnotationContext from "@cloudscape-design/components/annotation-context";
import Hotspot from "@cloudscape-design/components/hotspot";
import { useQuery } from "@tanstack/react-query";
import { useRouter, useRouterState } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef } from "react";
import { drawers } from "../../app/drawers.ts";
import { domainError } from "../../app/errors.ts";
import { trpc } from "../../app/trpc.ts";
import { HELLO_WORLD_TUTORIAL } from "./hello-world-tutorial.tsx";
import { ANNOTATION_TEXTS } from "./labels.ts";
import { tutorial, tutorialSignal, useTutorial } from "./tutorial-progress.ts";
import { tutorialStage, useTutorialStage } from "./tutorial-stage.ts";
import { stepToResume, TUTORIAL_STEPS } from "./tutorial-steps.ts";

/** Runs the tutorial over the real pages: which step is open follows from what has really happened. */
export function TutorialProvider({ children }: { children: ReactNode }) {
  const { running, completed } = useTutorial();
  const { steeringTo } = useTutorialStage();
  const router = useRouter();
  useSteering();
  useTabSignals();
  useFunctionStillThere();
  return (
    <AnnotationContext
      currentTutorial={running ? (completed ? COMPLETED : HELLO_WORLD_TUTORIAL) : null}
      onStartTutorial={() => {
        tutorial.start();
        drawers.showBeside("tutorials");
        void goToOpenStep(router);
      }}
      onExitTutorial={() => tutorial.exit()}
      onStepChange={({ detail }) => tutorialStage.movedTo(detail.step)}
      onFinish={() => {
        tutorial.finish();
        drawers.show("tutorials");
      }}
      i18nStrings={ANNOTATION_TEXTS}
    >
      {children}
      {steeringTo !== null && <SteeringMark key={steeringTo} step={steeringTo} />}
    </AnnotationContext>
  );
}

const COMPLETED = { ...HELLO_WORLD_TUTORIAL, completed: true };

/** Opens the page on which the open step takes place. */
export async function goToOpenStep(router: ReturnType<typeof useRouter>): Promise<void> {
  const { facts } = tutorial.current();
  await router.navigate({ href: TUTORIAL_STEPS[stepToResume(facts)]!.place(facts) });
}

/** Resumes where things stand, and follows people who go ahead of the text or back. */
function useSteering(): void {
  const { running, completed, openStep, resumeStep } = useTutorial();
  const { mounted, viewed } = useTutorialStage();
  const wasRunning = useRef(false);
  // Steps that are done while their text is open wait for Next; a place that was left doesn't.
  const leftBehind = resumeStep > viewed && !mounted.has(TUTORIAL_STEPS[viewed]!.hotspotId);
  const undone = viewed > openStep;
  useEffect(() => {
    const started = running && !wasRunning.current;
    wasRunning.current = running;
    if (running && !completed && (started || leftBehind || undone)) tutorialStage.steerTo(resumeStep);
  }, [running, completed, leftBehind, undone, resumeStep]);
}

/** Makes the annotation component move to a step: for a moment this is the only one there is. */
function SteeringMark({ step }: { step: number }) {
  useEffect(() => {
    const timer = setTimeout(() => tutorialStage.movedTo(step));
    return () => clearTimeout(timer);
  }, [step]);
  return (
    <div hidden>
      <Hotspot hotspotId={TUTORIAL_STEPS[step]!.hotspotId} />
    </div>
  );
}

/** The address says which tab of which function is open. */
function useTabSignals(): void {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const tab = useRouterState({ select: (state) => (state.location.search as { tab?: string }).tab });
  const { facts, running } = useTutorial();
  const tested = facts.testSucceeded;
  useEffect(() => {
    const functionName = /^\/functions\/([^/]+)$/.exec(path)?.[1];
    if (running && tested && functionName !== undefined) {
      tutorialSignal({ type: "tabOpened", functionName: decodeURIComponent(functionName), tab: tab ?? "code" });
    }
  }, [path, tab, running, tested]);
}

/** A function that was deleted elsewhere ends its steps: the tutorial goes to its end, or begins again. */
function useFunctionStillThere(): void {
  const { running, completed, facts } = useTutorial();
  const functionName = facts.functionName;
  const waiting = running && !completed && functionName !== null && !facts.functionDeleted;
  const { error } = useQuery({
    ...trpc.functions.get.queryOptions({ functionName: functionName ?? "" }),
    enabled: waiting,
  });
  const gone = waiting && error !== null && domainError(error).code === "FunctionNotFound";
  useEffect(() => {
    if (!gone) return;
    if (facts.testSucceeded) tutorialSignal({ type: "functionDeleted", functionName });
    else tutorial.startOver();
  }, [gone, facts.testSucceeded, functionName]);
}
