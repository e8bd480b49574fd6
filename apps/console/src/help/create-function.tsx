import HelpPanel from "@cloudscape-design/components/help-panel";

export function CreateFunctionHelp() {
  return (
    <HelpPanel header={<h2>Create function</h2>}>
      <p>
        You name the function and choose the language that it is written in. Lambent adds a small example as its first
        code, an execution role that may write the function's log, and these settings, all of which you can change
        later:
      </p>
      <ul>
        <li>128 MB of memory</li>
        <li>a time limit of 3 seconds</li>
        <li>512 MB of temporary storage in /tmp</li>
      </ul>
      <p>The name and the architecture can't be changed once code depends on them; choose these two with care.</p>
    </HelpPanel>
  );
}

export function FunctionNameHelp() {
  return (
    <HelpPanel header={<h2>Function name</h2>}>
      <p>
        The name identifies the function in its ARN, in its log group and for every caller. It has 1 to 64 letters (a–z,
        A–Z), digits, hyphens and underscores, without spaces. Upper and lower case differ.
      </p>
      <p>
        The name can't be changed later. Short names that say what the function does work best: resizeImage,
        send-welcome-mail.
      </p>
    </HelpPanel>
  );
}

export function RuntimeHelp() {
  return (
    <HelpPanel header={<h2>Runtime</h2>}>
      <p>
        The runtime is the language and version that runs your code. Lambent uses the real interpreter of that version,
        not an imitation: what works here works the same way elsewhere. Python 3.12 has a substitute for machines
        without a CPython 3.12; where it is used, the form says what it lacks.
      </p>
      <p>
        A <b>custom runtime</b> is a program of your own, named bootstrap, that takes events from Lambda's Runtime API:
        for Go, Rust, C++ or a shell script. It runs with this machine's libraries, so link programs statically where
        you can.
      </p>
      <p>
        A runtime that can't run on this machine stays in the list with the reason and what to do about it; Python 3.13
        and 3.14 are listed where they are installed. You can change the runtime later on the Code tab, under{" "}
        <b>Runtime settings</b>.
      </p>
    </HelpPanel>
  );
}

export function ArchitectureHelp() {
  return (
    <HelpPanel header={<h2>Architecture</h2>}>
      <p>
        The kind of processor that the function sees. For code in plain JavaScript or Python it makes no difference;
        packages with native parts must be built for the same architecture.
      </p>
      <p>
        The architecture of this machine is the fastest. Another one needs an emulator, and is offered only where one
        works.
      </p>
    </HelpPanel>
  );
}
