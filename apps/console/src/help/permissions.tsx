import HelpPanel from "@cloudscape-design/components/help-panel";

export function PermissionsHelp() {
  return (
    <HelpPanel header={<h2>Permissions</h2>}>
      <p>
        A function acts as its <b>execution role</b>. The role's policy says what the function may do; whatever it
        doesn't say is denied.
      </p>
      <h3>Least privilege</h3>
      <p>
        Give a role what the function needs for its work and nothing more. A mistake in the code, or a harmful package
        in it, can then reach only what the role can reach.
      </p>
      <p>A new function therefore starts with the smallest useful policy. It allows the function to</p>
      <ul>
        <li>create its log group,</li>
        <li>create log streams in that one group and write lines to them.</li>
      </ul>
      <p>It can't read its log, see other functions, or call anything else.</p>
    </HelpPanel>
  );
}
