import Hotspot, { type HotspotProps } from "@cloudscape-design/components/hotspot";
import { useRouterState } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";
import type { HotspotId } from "./hotspot-ids.ts";
import { useTutorial } from "./tutorial-progress.ts";
import { tutorialStage, useTutorialStage } from "./tutorial-stage.ts";
import { stepOfHotspot, TUTORIAL_STEPS } from "./tutorial-steps.ts";

interface TutorialHotspotProps {
  id: HotspotId;
  /** Which way the text opens. */
  direction?: HotspotProps["direction"];
  /** `inline` for buttons and headings, `block` for what takes the whole width. */
  layout?: "inline" | "block";
  children?: ReactNode;
}

/** Marks a place for the tutorial. Costs nothing and moves nothing while no tutorial runs. */
export function TutorialHotspot({ id, direction, layout = "inline", children }: TutorialHotspotProps) {
  const shown = useShown(id);
  useEffect(() => {
    tutorialStage.mount(id);
    return () => tutorialStage.unmount(id);
  }, [id]);
  const mark = shown && <Hotspot hotspotId={id} direction={direction} />;
  if (children === undefined) return mark;
  // The element around the children stays the same with and without a mark: they must not be mounted anew.
  return layout === "inline" ? (
    <span className="inline-flex items-center gap-1">
      {children}
      {mark}
    </span>
  ) : (
    <div className="flex items-start gap-1">
      <div className="min-w-0 flex-1">{children}</div>
      {mark}
    </div>
  );
}

function useShown(id: HotspotId): boolean {
  const { running, completed, openStep, resumeStep, facts } = useTutorial();
  const { viewed, steeringTo, mounted } = useTutorialStage();
  const path = useRouterState({ select: (state) => state.location.pathname });
  if (!running || completed || steeringTo !== null) return false;
  const step = stepOfHotspot(id);
  // A function's page shows marks only for the function that the tutorial is about.
  const place = TUTORIAL_STEPS[step]!.place(facts);
  const shownFunction = /^\/functions\/([^/]+)/.exec(path)?.[1];
  if (shownFunction !== undefined && !place.startsWith(`/functions/${shownFunction}?`)) return false;
  if (step === viewed || step > openStep) return step === viewed;
  // Its neighbours, for Previous and Next. While its own place is missing, perhaps still loading, only the step that follows
  // a finished one may take over.
  if (mounted.has(TUTORIAL_STEPS[viewed]!.hotspotId)) return Math.abs(step - viewed) === 1;
  return step === viewed + 1 && viewed < resumeStep;
}
