import HelpPanel from "@cloudscape-design/components/help-panel";

export function FunctionsHelp() {
  return (
    <HelpPanel header={<h2>Functions</h2>}>
      <p>
        A function is your code plus the settings that it runs with: a runtime, memory, a time limit, environment
        variables. It runs only while it answers an event, so a function that nobody calls costs nothing but its disk
        space.
      </p>
      <h3>Find functions</h3>
      <p>
        Type a part of a name or description, or choose a property or a tag key from the list first. Several conditions
        can be joined with <b>and</b> or <b>or</b>. The filter, the order and the page stand in the address: a bookmark
        brings them back.
      </p>
      <ul>
        <li>
          <code>=</code> and <code>!=</code> compare the whole value, <code>:</code> and <code>!:</code> look for a
          part, <code>^</code> and <code>!^</code> for its start.
        </li>
        <li>A tag key without a value finds every function that has the tag.</li>
      </ul>
      <h3>Delete functions</h3>
      <p>
        Select one or more functions, then <b>Actions</b>, <b>Delete</b>. Their code and settings go at once and can't
        be brought back. Logs stay unless you choose to delete them too.
      </p>
    </HelpPanel>
  );
}
