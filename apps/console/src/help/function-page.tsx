import HelpPanel from "@cloudscape-design/components/help-panel";

export function FunctionOverviewHelp() {
  return (
    <HelpPanel header={<h2>Function overview</h2>}>
      <p>
        What the function is and how it is reached. The <b>ARN</b> is its full name: tools and other functions call it
        by that.
      </p>
      <p>
        <b>Last modified</b> changes with each deployment and each change of a setting.
      </p>
    </HelpPanel>
  );
}

export function CodeSourceHelp() {
  return (
    <HelpPanel header={<h2>Code source</h2>}>
      <p>
        Edit the files of the function here. What you type is kept as a draft on the server, so a closed tab loses
        nothing; the function runs it only after <b>Deploy</b>.
      </p>
      <h3>Keys</h3>
      <ul>
        <li>Deploy: Ctrl+Shift+U</li>
        <li>Test: Ctrl+Shift+I</li>
        <li>Find in a file: Ctrl+F</li>
        <li>All commands: F1</li>
      </ul>
      <p>Files and folders can be dragged in from the desktop, or uploaded as a .zip file of up to 50 MB.</p>
    </HelpPanel>
  );
}

export function TestEventHelp() {
  return (
    <HelpPanel header={<h2>Test event</h2>}>
      <p>
        A test calls the deployed code with the JSON that you write here and shows what it returned, how long it took
        and what it logged.
      </p>
      <p>
        Save an event under a name to use it again. The templates show what the events of common sources look like;
        change them as you need.
      </p>
    </HelpPanel>
  );
}

export function MonitorHelp() {
  return (
    <HelpPanel header={<h2>Monitor</h2>}>
      <p>
        Metrics count calls, errors and throttles per minute and show how long calls took. Below them, every call that
        ran is listed with its log; live tail shows lines as they are written.
      </p>
      <p>A filter of plain words finds lines that contain all of them. Upper and lower case differ.</p>
    </HelpPanel>
  );
}
