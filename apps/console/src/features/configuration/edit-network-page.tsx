import { useParams } from "@tanstack/react-router";
import { EditPage } from "./edit-page.tsx";
import { NetworkEditor } from "./network-editor.tsx";

export function EditNetworkPage() {
  const { functionName } = useParams({ from: "/functions/$functionName/edit/network" });
  return (
    <EditPage functionName={functionName} title="Edit network" help="network">
      {({ configuration }) => <NetworkEditor configuration={configuration} />}
    </EditPage>
  );
}
