import type { AnnotationContextProps } from "@cloudscape-design/components/annotation-context";
import type { TutorialPanelProps } from "@cloudscape-design/components/tutorial-panel";

export const ANNOTATION_TEXTS: AnnotationContextProps.I18nStrings = {
  nextButtonText: "Next",
  previousButtonText: "Previous",
  finishButtonText: "Finish",
  labelDismissAnnotation: "Hide this step",
  labelHotspot: (_open, step, total) => `Tutorial step ${step + 1} of ${total}`,
  stepCounterText: (step, total) => `Step ${step + 1} of ${total}`,
  taskTitle: (task, title) => `Task ${task + 1}: ${title}`,
};

export const PANEL_TEXTS: TutorialPanelProps.I18nStrings = {
  loadingText: "Loading tutorials",
  tutorialListTitle: "Choose a tutorial",
  tutorialListDescription: "Learn by doing: a tutorial points at the real pages, and you do each step yourself.",
  tutorialListDownloadLinkText: "Download as PDF",
  tutorialCompletedText: "Tutorial completed",
  learnMoreLinkText: "Learn more",
  startTutorialButtonText: "Start tutorial",
  restartTutorialButtonText: "Restart tutorial",
  completionScreenTitle: "Congratulations! You completed the tutorial.",
  feedbackLinkText: "Feedback",
  dismissTutorialButtonText: "Dismiss tutorial",
  taskTitle: (task, title) => `Task ${task + 1}: ${title}`,
  stepTitle: (step, title) => `Step ${step + 1}: ${title}`,
  labelExitTutorial: "Dismiss tutorial",
  labelTotalSteps: (total) => `Total steps: ${total}`,
  labelLearnMoreExternalIcon: "Opens in a new tab",
  labelsTaskStatus: { pending: "Pending", "in-progress": "In progress", success: "Done" },
};
