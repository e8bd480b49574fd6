import { useTutorial } from "./tutorial-progress.ts";

export function OpenCreateFunction() {
  return (
    <>
      This is the list of your functions. Choose <b>Create function</b>: the tutorial goes on when the page is open.
    </>
  );
}

export function CreateScratch() {
  return (
    <>
      <b>Author from scratch</b> starts with a few lines of example code that answer every call with “Hello from
      Lambda!”. You fill in three things; the rest has good defaults.
    </>
  );
}

export function CreateName() {
  const { facts } = useTutorial();
  return (
    <>
      Enter <b>myLambdaFunction</b>, or any name of your own: letters, digits, hyphens and underscores, no spaces.
      {facts.form.nameAccepted && " That name is fine. Choose Next."}
    </>
  );
}

export function CreateRuntime() {
  const { facts } = useTutorial();
  return (
    <>
      The runtime is the language that runs your code. Choose <b>Node.js 20.x</b> or <b>Python 3.12</b>
      {facts.form.runtimeAccepted ? ": done. Choose Next." : "; the tutorial fits both."}
    </>
  );
}

export function CreateArchitecture() {
  return (
    <>
      The processor that the function sees. Keep <b>x86_64</b> unless this machine is an ARM one. For plain JavaScript
      or Python it makes no difference.
    </>
  );
}

export function CreatePermissions() {
  const { facts } = useTutorial();
  return (
    <>
      <b>Least privilege:</b> a function should be allowed what its work needs, and nothing else. By default it may
      write its own log. Open <b>View the policy</b> to see exactly that
      {facts.form.policyShown ? ". Choose Next." : "."}
    </>
  );
}

export function CreateSubmit() {
  return (
    <>
      Choose <b>Create function</b>. Its page opens by itself, with a green message at the top.
    </>
  );
}
