import { useParams } from "@tanstack/react-router";
import { EditPage } from "./edit-page.tsx";
import { RuntimeSettingsEditor } from "./runtime-settings-editor.tsx";

export function EditRuntimeSettingsPage() {
  const { functionName } = useParams({ from: "/functions/$functionName/edit/runtime-settings" });
  return (
    <EditPage functionName={functionName} title="Edit runtime settings" help="runtime-settings">
      {({ configuration }) => <RuntimeSettingsEditor configuration={configuration} />}
    </EditPage>
  );
}
