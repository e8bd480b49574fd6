import type { TutorialPanelProps } from "@cloudscape-design/components/tutorial-panel";
import {
  CreateArchitecture,
  CreateName,
  CreatePermissions,
  CreateRuntime,
  CreateScratch,
  CreateSubmit,
  OpenCreateFunction,
} from "./create-steps.tsx";
import {
  CleanUp,
  Completed,
  DeployCode,
  EditCode,
  LookAtMetrics,
  ReadLog,
  ReadResult,
  RunTest,
  SaveTestEvent,
  TheEnd,
} from "./run-steps.tsx";
import { TUTORIAL_STEPS, type TutorialStep } from "./tutorial-steps.ts";

const TASK_TITLES: Record<TutorialStep["task"], string> = {
  create: "Create the function",
  deploy: "Change and deploy the code",
  test: "Test it and read what happened",
  cleanUp: "Clean up",
};

const STEP_TEXTS: Record<TutorialStep["hotspotId"], { title: string; content: React.ReactNode }> = {
  "functions.create": { title: "Open the create page", content: <OpenCreateFunction /> },
  "create.scratch": { title: "Author from scratch", content: <CreateScratch /> },
  "create.name": { title: "Name the function", content: <CreateName /> },
  "create.runtime": { title: "Choose a runtime", content: <CreateRuntime /> },
  "create.architecture": { title: "Check the architecture", content: <CreateArchitecture /> },
  "create.permissions": { title: "Read what it may do", content: <CreatePermissions /> },
  "create.submit": { title: "Create it", content: <CreateSubmit /> },
  "code.editor": { title: "Change the greeting", content: <EditCode /> },
  "code.deploy": { title: "Deploy the change", content: <DeployCode /> },
  "test.event": { title: "Save a test event", content: <SaveTestEvent /> },
  "test.run": { title: "Run the test", content: <RunTest /> },
  "test.result": { title: "Read the result", content: <ReadResult /> },
  "test.log": { title: "Read the log", content: <ReadLog /> },
  "monitor.metrics": { title: "Look at the metrics", content: <LookAtMetrics /> },
  "function.delete": { title: "Delete the function", content: <CleanUp /> },
  "functions.list": { title: "Done", content: <TheEnd /> },
};

/** "Create a Hello world Lambda function with the console". One object for good: a new one would begin anew. */
export const HELLO_WORLD_TUTORIAL: TutorialPanelProps.Tutorial = {
  title: "Create a Hello world Lambda function with the console",
  description: (
    <>
      <p>In about two minutes you will have</p>
      <ul>
        <li>created a function and given it the least permissions that it needs,</li>
        <li>changed its code and deployed the change,</li>
        <li>tested it, and read its result, its log and its metrics.</li>
      </ul>
    </>
  ),
  completedScreenDescription: <Completed />,
  completed: false,
  tasks: Object.entries(TASK_TITLES).map(([task, title]) => ({
    title,
    steps: TUTORIAL_STEPS.filter((step) => step.task === task).map(({ hotspotId }) => ({
      hotspotId,
      ...STEP_TEXTS[hotspotId],
    })),
  })),
};
