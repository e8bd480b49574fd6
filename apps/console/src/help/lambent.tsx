import HelpPanel from "@cloudscape-design/components/help-panel";

export function LambentHelp() {
  return (
    <HelpPanel header={<h2>Lambent</h2>}>
      <p>
        Lambent runs Lambda functions on your own machine: the code that you write here runs in a sandbox beside this
        server, and nothing leaves the machine.
      </p>
      <p>
        Choose <b>Info</b> beside a heading or a field to read about it here. The tutorials below this panel's icon walk
        through a first function step by step.
      </p>
    </HelpPanel>
  );
}
