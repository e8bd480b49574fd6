import HelpPanel from "@cloudscape-design/components/help-panel";
import { lazy, Suspense } from "react";

const Content = lazy(async () => ({ default: (await import("./tutorial-drawer-content.tsx")).TutorialDrawerContent }));

/** The Tutorials drawer; loaded when it is first opened. */
export function TutorialDrawer() {
  return (
    <Suspense fallback={<HelpPanel loading loadingText="Loading tutorials" />}>
      <Content />
    </Suspense>
  );
}
