import HelpPanel from "@cloudscape-design/components/help-panel";

export function TagsHelp() {
  return (
    <HelpPanel header={<h2>Tags</h2>}>
      <p>
        A tag is a label of a key and, if you like, a value: <code>team = payments</code>, <code>experiment</code>. On
        the Functions page you can find functions by them.
      </p>
      <ul>
        <li>A function can have up to 50 tags, and each key only once.</li>
        <li>Keys have up to 128 characters, values up to 256.</li>
        <li>
          Keys that start with <code>aws:</code> are reserved.
        </li>
      </ul>
    </HelpPanel>
  );
}
