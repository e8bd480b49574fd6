import HelpPanel from "@cloudscape-design/components/help-panel";

export function BasicSettingsHelp() {
  return (
    <HelpPanel header={<h2>General configuration</h2>}>
      <h3>Memory</h3>
      <p>
        128 MB to 10,240 MB. The share of the processor grows with it: 1,769 MB are worth one whole processor. A
        function that uses more than its memory is ended, and the test result says so.
      </p>
      <h3>Ephemeral storage</h3>
      <p>512 MB to 10,240 MB for files in /tmp. They stay between calls of the same environment and go with it.</p>
      <h3>Timeout</h3>
      <p>
        1 second to 15 minutes. A call that takes longer is ended. The default of 3 seconds is short for a function that
        calls other services or loads large packages.
      </p>
    </HelpPanel>
  );
}

export function EnvironmentVariablesHelp() {
  return (
    <HelpPanel header={<h2>Environment variables</h2>}>
      <p>
        Key-value pairs that your code reads while it runs: settings that differ between stages, addresses, names. They
        are encrypted on disk and can be changed without a new deployment.
      </p>
      <ul>
        <li>
          A key starts with a letter, has two characters or more, and consists of letters, digits and underscores.
        </li>
        <li>All keys and values together take up to 4 KB.</li>
        <li>Keys that Lambda sets itself, such as AWS_REGION, are reserved.</li>
      </ul>
    </HelpPanel>
  );
}

export function ConcurrencyHelp() {
  return (
    <HelpPanel header={<h2>Concurrency</h2>}>
      <p>
        How many invocations of a function run at the same time. An invocation that finds no room is throttled: its
        caller gets the status 429 and the reason, the code doesn't run, and the metric Throttles counts it.
      </p>
      <h3>Unreserved account concurrency</h3>
      <p>What all functions without a reservation share. A busy one can take all of it.</p>
      <h3>Reserved concurrency</h3>
      <p>
        Set aside for this function: it is always there, and it is the most that the function can have. At least 100
        must stay unreserved for the others. A reservation of 0 stops the function: every invocation is throttled until
        you change it.
      </p>
    </HelpPanel>
  );
}

export function NetworkHelp() {
  return (
    <HelpPanel header={<h2>Network</h2>}>
      <p>
        A function has no network by default: code that you haven't read can send nothing anywhere. With Internet
        access, it reaches public IPv4 addresses, for instance to call an API.
      </p>
      <p>
        It never reaches this machine, its local network or link-local addresses, and nothing can connect to it from
        outside.
      </p>
      <p>A change holds from the next invocation on, in a new execution environment.</p>
    </HelpPanel>
  );
}

export function RuntimeSettingsHelp() {
  return (
    <HelpPanel header={<h2>Runtime settings</h2>}>
      <p>
        The <b>handler</b> says where a call enters your code: the file without its extension, a dot, and the name of
        the function in it. <code>index.handler</code> is the export <code>handler</code> of <code>index.mjs</code>;{" "}
        <code>src/app.main</code> is <code>main</code> in the file <code>app</code> of the folder <code>src</code>.
      </p>
      <p>A change of the runtime doesn't change your code: make sure that it fits the new version.</p>
    </HelpPanel>
  );
}
