import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import TutorialPanel from "@cloudscape-design/components/tutorial-panel";
import { useRouter } from "@tanstack/react-router";
import { HELLO_WORLD_TUTORIAL } from "./hello-world-tutorial.tsx";
import { PANEL_TEXTS } from "./labels.ts";
import { tutorial, useTutorial } from "./tutorial-progress.ts";
import { goToOpenStep } from "./tutorial-provider.tsx";
import { useTutorialStage } from "./tutorial-stage.ts";
import { TUTORIAL_STEPS } from "./tutorial-steps.ts";

export function TutorialDrawerContent() {
  const { running, completed, resumeStep } = useTutorial();
  const { viewed, mounted } = useTutorialStage();
  const router = useRouter();
  const begun = !running && !completed && resumeStep > 0;
  const elsewhere = running && !completed && !mounted.has(TUTORIAL_STEPS[viewed]!.hotspotId);
  return (
    <SpaceBetween size="m">
      {elsewhere && (
        <div className="px-5 pt-12">
          <Alert
            type="info"
            statusIconAriaLabel="Info"
            header="The tutorial goes on at another place"
            action={<Button onClick={() => void goToOpenStep(router)}>Take me there</Button>}
          >
            The next step isn't on this page.
          </Alert>
        </div>
      )}
      <div className="pe-6 pt-2">
        <TutorialPanel
          i18nStrings={{ ...PANEL_TEXTS, startTutorialButtonText: begun ? "Resume tutorial" : "Start tutorial" }}
          tutorials={[{ ...HELLO_WORLD_TUTORIAL, completed }]}
        />
      </div>
      {(begun || (running && !completed && resumeStep > 0)) && (
        <div className="px-5">
          <Button
            variant="inline-link"
            onClick={() => {
              tutorial.startOver();
              void router.navigate({ href: "/functions" });
            }}
          >
            Start over
          </Button>
        </div>
      )}
    </SpaceBetween>
  );
}
