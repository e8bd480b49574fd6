import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import { RUNTIMES } from "@lambent/model";
import { drawers } from "../../app/drawers.ts";
import { tutorial, useTutorial } from "./tutorial-progress.ts";

/** The text that stands in the starter code, and what the tutorial asks to make of it. */
const GREETING = "Hello from Lambda!";
const NEW_GREETING = "Hello from me!";

export function EditCode() {
  const { facts } = useTutorial();
  const file = facts.runtime === null ? "the file" : RUNTIMES[facts.runtime].starterFile;
  return (
    <>
      This is the code of {facts.functionName}. In {file}, change <Box variant="code">{GREETING}</Box> to{" "}
      <Box variant="code">{NEW_GREETING}</Box>
      {facts.codeEdited
        ? ". Your change is kept as a draft; nothing runs it yet. Choose Next."
        : ". What you type is kept as a draft by itself."}
    </>
  );
}

export function DeployCode() {
  const { facts } = useTutorial();
  if (facts.codeDeployed) {
    return (
      <>
        Deployed: from now on the function runs your change. Now open the <b>Test</b> tab above; the tutorial goes on
        there.
      </>
    );
  }
  return (
    <>
      A function runs what is <b>deployed</b>, not what is typed. Choose <b>Deploy</b> and wait for the green message.
    </>
  );
}

export function SaveTestEvent() {
  const { facts } = useTutorial();
  return (
    <>
      A function is called with an <b>event</b>, a JSON text. Give this one a name, for instance <b>hello</b>, and
      choose <b>Save</b>
      {facts.testEventSaved ? ". Saved. Choose Next." : "; then you can use it again whenever you like."}
    </>
  );
}

export function RunTest() {
  const { facts } = useTutorial();
  if (facts.testSucceeded) return <>It ran and succeeded. Choose Next to read what came back.</>;
  if (facts.testFailed) {
    return (
      <>
        The function ran and failed; that is how a mistake shows. Read the error, put it right on the <b>Code</b> tab,
        deploy, and choose <b>Test</b> again.
      </>
    );
  }
  return (
    <>
      Choose <b>Test</b>. Your code now runs for real: in a sandbox that is made for it, with the event that you saved.
    </>
  );
}

export function ReadResult() {
  return (
    <>
      Green: the function ran. Open <b>Details</b> to see what it <b>returned</b>: status code 200 and your greeting.
      Under it stand the request ID, how long it took and how much memory it used; the first run also says{" "}
      <b>Init duration</b>, the time to load your code.
    </>
  );
}

export function ReadLog() {
  return (
    <>
      Every run writes <b>START</b>, the lines of your code, <b>END</b>, and a <b>REPORT</b> with the figures. When
      something fails, look here first. Now open the <b>Monitor</b> tab above.
    </>
  );
}

export function LookAtMetrics() {
  return (
    <>
      The Monitor tab shows how often the function ran, how long it took and how many runs failed, and below it every
      single run with its log.
    </>
  );
}

export function CleanUp() {
  return (
    <>
      <p>
        That was all. To tidy up, choose <b>Actions</b>, then <b>Delete function</b>, and confirm. The code goes for
        good.
      </p>
      <Button
        onClick={() => {
          tutorial.finish();
          drawers.show("tutorials");
        }}
      >
        Keep it and finish
      </Button>
    </>
  );
}

export function TheEnd() {
  return (
    <>The function is gone from the list. You have seen the whole round: create, change, deploy, test, watch, delete.</>
  );
}

export function Completed() {
  return (
    <p>
      You created a function with the least permissions that it needs, deployed your own change, tested it and read its
      result, log and metrics. Next, try an event of your own, or upload a .zip with the packages that you use.
    </p>
  );
}
