import HelpPanel from "@cloudscape-design/components/help-panel";
import { Suspense } from "react";
import { useDrawers } from "../app/drawers.ts";
import { useFrame } from "../app/page-frame.tsx";
import { HELP_TOPICS } from "./help-topics.tsx";

/** The help panel: the topic of the last Info link, else the page's own. */
export function HelpDrawer() {
  const { topic } = useDrawers();
  const { help } = useFrame();
  const Topic = HELP_TOPICS[topic ?? help ?? "lambent"];
  return (
    <Suspense fallback={<HelpPanel loading loadingText="Loading help" />}>
      <Topic />
    </Suspense>
  );
}
